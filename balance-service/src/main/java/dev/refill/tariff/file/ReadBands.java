package dev.refill.tariff.file;

import java.time.DayOfWeek;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.refill.tariff.plan.Bands;
import dev.refill.tariff.plan.Period;

/** Reads the bands of a plan. */
final class ReadBands {

    /** Each is compared with each. */
    private static final int MOST_PERIODS = 100;

    private ReadBands() {}

    /** Those that are right, each band with its name. */
    static Map<String, List<Period>> read(Place place) {
        Map<String, List<Period>> bands = new LinkedHashMap<>();
        place.named().forEach((name, periods) -> bands.put(name, periods.atLeastOne("period").stream()
                .limit(MOST_PERIODS + 1L)
                .map(ReadBands::period)
                .flatMap(Optional::stream)
                .toList()));
        if (bands.values().stream().mapToInt(List::size).sum() > MOST_PERIODS) {
            place.wrong(MOST_PERIODS + " periods at most");
        } else {
            Bands.overlap(bands).ifPresent(shared -> place.wrong("one band at a time, not " + shared));
        }
        return bands;
    }

    private static Optional<Period> period(Place place) {
        Fields fields = place.fields(Set.of("days", "from", "until"));
        Optional<Set<DayOfWeek>> days = fields.required("days", Days::parse, Days.EXPECTED);
        Optional<Integer> from = fields.required("from", Clocks::from, "a time from 00:00 to 23:59");
        Optional<Integer> until = fields.required("until", Clocks::until, "a time from 00:01 to 24:00");
        if (from.isPresent() && from.equals(until)) {
            place.wrong("until to differ from from; the whole day is 00:00 to 24:00");
            return Optional.empty();
        }
        return days.flatMap(on -> from.flatMap(begin -> until.map(end -> new Period(on, begin, end))));
    }
}
