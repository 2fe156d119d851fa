package dev.refill.tariff.file;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.refill.tariff.plan.Service;

/** Quantities as people write them: {@code 60 s}, {@code 1 min}, {@code 1 MiB}; a bare number is of the smallest unit. */
final class Quantities {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,15})(?: ?([A-Za-z]+))?");

    private Quantities() {}

    /** The larger units come first. */
    private static Map<String, Long> factors(Service service) {
        Map<String, Long> factors = new LinkedHashMap<>();
        switch (service) {
            case VOICE -> {
                factors.put("h", 3_600L);
                factors.put("min", 60L);
                factors.put("s", 1L);
            }
            case SMS -> {
                // They are counted, and that is all.
            }
            case DATA -> {
                factors.put("GiB", 1L << 30);
                factors.put("GB", 1_000_000_000L);
                factors.put("MiB", 1L << 20);
                factors.put("MB", 1_000_000L);
                factors.put("KiB", 1L << 10);
                factors.put("kB", 1_000L);
                factors.put("B", 1L);
            }
        }
        return factors;
    }

    /** Empty: the text is no quantity of the service, or out of bounds. */
    static Optional<Long> parse(Service service, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Long factor = form.group(2) == null ? Long.valueOf(1) : factors(service).get(form.group(2));
        long number = Long.parseLong(form.group(1));
        return Optional.ofNullable(factor)
                .filter(known -> number <= service.most() / known)
                .map(known -> number * known);
    }

    static String expected(Service service) {
        String bounds = "a whole number, as much as " + service.text(1) + " to " + service.text(service.most());
        return factors(service).isEmpty() ? bounds : bounds + ", in one of " + factors(service).keySet();
    }

    /** In the largest unit that leaves a whole number. */
    static String write(Service service, long quantity) {
        return factors(service).entrySet().stream()
                .filter(unit -> quantity % unit.getValue() == 0)
                .max(Comparator.comparing(Map.Entry::getValue))
                .map(unit -> quantity / unit.getValue() + " " + unit.getKey())
                .orElse(Long.toString(quantity));
    }
}
