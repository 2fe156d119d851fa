package dev.refill.tariff.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A place in a file, and what is found there. What is not as expected is noted and read as nothing, so that the reading goes
 * on to the next fault.
 *
 * @param problems of the whole file, so far
 */
record Place(String path, Tree tree, List<PlanProblem> problems) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void wrong(String expected) {
        problems.add(new PlanProblem(path, tree.line(), expected));
    }

    void missing(String field) {
        if (tree instanceof Tree.Fields) {
            problems.add(new PlanProblem(join(path, field), tree.line(), "to be there"));
        }
    }

    /** Some fields; any other is wrong. */
    Fields fields(Set<String> known) {
        return new Fields(this, entries(known::contains, "one of " + known.stream().sorted().toList()));
    }

    /** Fields whose names the author of the file chose. */
    Map<String, Place> named() {
        return entries(NAME.asMatchPredicate(), "lower case letters, digits and -, 1 to 40, a letter first");
    }

    /** All fields, in the order of the file. */
    Map<String, Place> entries(Predicate<String> isKey, String expectedKey) {
        Map<String, Place> entries = new LinkedHashMap<>();
        if (tree instanceof Tree.Fields(Map<String, Tree> found, int line)) {
            found.forEach((key, value) -> {
                Place entry = new Place(join(path, key), value, problems);
                if (isKey.test(key)) {
                    entries.put(key, entry);
                } else {
                    entry.wrong("its name to be " + expectedKey);
                }
            });
        } else {
            wrong("fields");
        }
        return entries;
    }

    List<Place> items() {
        if (!(tree instanceof Tree.Items(List<Tree> found, int line))) {
            wrong("a list");
            return List.of();
        }
        return IntStream.range(0, found.size())
                .mapToObj(i -> new Place(path + "[" + i + "]", found.get(i), problems))
                .toList();
    }

    /** @param what one of which has to be there */
    List<Place> atLeastOne(String what) {
        List<Place> items = items();
        if (tree instanceof Tree.Items && items.isEmpty()) {
            wrong("one " + what + " or more");
        }
        return items;
    }

    <T> Optional<T> value(Function<String, Optional<T>> parser, String expected) {
        Optional<T> value = tree instanceof Tree.Text(String text, int line) ? parser.apply(text) : Optional.empty();
        if (value.isEmpty()) {
            wrong(expected);
        }
        return value;
    }

    boolean isText(String text) {
        return tree instanceof Tree.Text(String found, int line) && found.equals(text);
    }
}
