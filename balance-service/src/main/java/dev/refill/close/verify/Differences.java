package dev.refill.close.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in words what is different between two texts of one entry. */
final class Differences {

    private static final String[] ENTRY = {"", "id", "kind", "reference", "occurred-at", "recorded-at", "postings"};
    private static final String[] POSTING = {"", "line", "position", "account", "unit", "amount", "balance-after"};

    private Differences() {}

    static String between(String was, String is) {
        Map<String, String[]> before = lines(was);
        Map<String, String[]> after = lines(is);
        List<String> found = new ArrayList<>();
        before.forEach((name, fields) -> {
            String[] now = after.get(name);
            if (now == null) {
                found.add(name + " is gone: " + String.join(" ", fields));
            } else {
                compare(name, fields, now, found);
            }
        });
        after.forEach((name, fields) -> {
            if (!before.containsKey(name)) {
                found.add(name + " was added: " + String.join(" ", fields));
            }
        });
        return String.join("; ", found);
    }

    /** By what a line is called; the one of the entry itself has no name. */
    private static Map<String, String[]> lines(String text) {
        Map<String, String[]> lines = new LinkedHashMap<>();
        text.lines().map(line -> line.split("\t", -1))
                .forEach(fields -> lines.put(isPosting(fields) ? "posting " + fields[1] : "", fields));
        return lines;
    }

    private static boolean isPosting(String[] fields) {
        return fields[0].equals("posting") && fields.length > 1;
    }

    private static void compare(String name, String[] was, String[] is, List<String> found) {
        String[] names = name.isEmpty() ? ENTRY : POSTING;
        if (was.length != names.length || is.length != names.length) {
            if (!List.of(was).equals(List.of(is))) {
                found.add((name.isEmpty() ? "the entry" : name) + " was " + String.join(" ", was) + ", is "
                        + String.join(" ", is));
            }
            return;
        }
        for (int n = 1; n < names.length; n++) {
            if (!was[n].equals(is[n])) {
                found.add(names[n] + (name.isEmpty() ? "" : " of " + name) + " was " + was[n] + ", is " + is[n]);
            }
        }
    }
}
