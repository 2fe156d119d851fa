package dev.refill.tariff.plan;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which times of the week have a name. At any instant the band is that of the clock on the network's wall: an hour that is
 * skipped in spring is in no band, one that is repeated in autumn is twice in the same.
 *
 * @param zone where the network's wall is
 * @param periods of each band by name; no two bands share a minute
 */
public record Bands(ZoneId zone, Map<String, List<Period>> periods) {

    public Bands {
        periods = Ordered.copy(periods);
        overlap(periods).ifPresent(shared -> {
            throw new IllegalArgumentException("bands: " + shared + " (expected: one at a time)");
        });
    }

    /** Two bands that share a minute of the week, and the first such minute, for people. Empty: none do. */
    public static Optional<String> overlap(Map<String, List<Period>> periods) {
        return Stream.of(DayOfWeek.values())
                .flatMap(day -> beginnings(periods).map(minute -> shared(periods, day, minute)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Where two bands begin to share minutes, one of them begins. */
    private static Stream<Integer> beginnings(Map<String, List<Period>> periods) {
        return periods.values().stream().flatMap(List::stream).map(Period::from).distinct().sorted();
    }

    private static Optional<String> shared(Map<String, List<Period>> periods, DayOfWeek day, int minute) {
        List<String> names = names(periods, day, minute).limit(2).toList();
        return names.size() < 2
                ? Optional.empty()
                : Optional.of("%s and %s on %s at %02d:%02d".formatted(names.getFirst(), names.getLast(), day,
                        minute / 60, minute % 60));
    }

    private static Stream<String> names(Map<String, List<Period>> periods, DayOfWeek day, int minute) {
        return periods.entrySet().stream()
                .filter(band -> band.getValue().stream().anyMatch(period -> period.includes(day, minute)))
                .map(Map.Entry::getKey);
    }

    /** The band in force; empty: none has this time. */
    public Optional<String> at(Instant instant) {
        ZonedDateTime wall = instant.atZone(zone);
        return names(periods, wall.getDayOfWeek(), wall.toLocalTime().toSecondOfDay() / 60).findFirst();
    }

    /**
     * An instant up to which the band that is in force stays so: the next edge of any band, midnight, or change of the
     * clock, whichever comes first. Behind it the band may be the same.
     */
    public Instant staysUntil(Instant instant) {
        ZoneOffsetTransition clockChange = zone.getRules().nextTransition(instant);
        LocalDate today = LocalDate.ofInstant(instant, zone);
        return Stream.concat(
                Stream.ofNullable(clockChange).map(ZoneOffsetTransition::getInstant),
                today.datesUntil(today.plusDays(3)).flatMap(this::edges))
                .filter(edge -> edge.isAfter(instant))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private Stream<Instant> edges(LocalDate day) {
        return Stream.concat(Stream.of(0), periods.values().stream()
                .flatMap(List::stream)
                .flatMap(period -> Stream.of(period.from(), period.until())))
                .flatMap(minute -> instants(day.atStartOfDay().plusMinutes(minute)));
    }

    /** None for a time that the clock skips, two for one that it repeats. */
    private Stream<Instant> instants(LocalDateTime wall) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(wall);
        return offsets.stream().map(wall::toInstant);
    }
}
