package dev.refill.tariff.file;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Days of the week as people write them: {@code mon-fri}, {@code sat,sun}, {@code fri-mon}. */
final class Days {

    static final String EXPECTED = "days like mon-fri or sat,sun";

    private static final List<String> WORDS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private Days() {}

    /** Empty: the text names no days, or what is none. */
    static Optional<Set<DayOfWeek>> parse(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            List<String> ends = List.of(part.strip().split("-", -1));
            if (ends.size() > 2 || !WORDS.containsAll(ends)) {
                return Optional.empty();
            }
            days.addAll(range(day(ends.getFirst()), day(ends.getLast())));
        }
        return Optional.of(days);
    }

    private static DayOfWeek day(String word) {
        return DayOfWeek.of(WORDS.indexOf(word) + 1);
    }

    private static List<DayOfWeek> range(DayOfWeek first, DayOfWeek last) {
        List<DayOfWeek> range = new ArrayList<>(List.of(first));
        while (range.getLast() != last) {
            range.add(range.getLast().plus(1));
        }
        return range;
    }

    static String write(Set<DayOfWeek> days) {
        return days.stream()
                .sorted(Comparator.naturalOrder())
                .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
