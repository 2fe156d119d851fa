package dev.refill.tariff;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.refill.tariff.RatingOutcome.Rated;
import dev.refill.tariff.RatingOutcome.Refused;

/** A row of the rating table, as text, and the same of what rating comes to. */
record RatingRow(String number, String shows, String plan, String usage, String start, String buckets, String charge,
        String after, String explanation) {

    static List<RatingRow> all() {
        return TestPlans.file("/dev/refill/tariff/rating-table.md").lines()
                .filter(line -> line.matches("\\| \\d.*"))
                .map(RatingRow::of)
                .toList();
    }

    private static RatingRow of(String line) {
        List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (cells.size() != 11) {
            throw new IllegalArgumentException("row: " + line + " (expected: 9 cells)");
        }
        return new RatingRow(cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5), cells.get(6),
                cells.get(7), cells.get(8), cells.get(9));
    }

    Usage used() {
        String[] words = usage.split(" ", -1);
        Instant at = OffsetDateTime.parse(start).toInstant();
        return switch (words[0]) {
            case "call" -> new Usage.Call(words[1], at, Long.parseLong(words[2]));
            case "sms" -> new Usage.Messages(words[1], at, Long.parseLong(words[2]));
            case "data" -> new Usage.Traffic(Long.parseLong(words[1]), at, Long.parseLong(words[2]));
            default -> throw new IllegalArgumentException(usage);
        };
    }

    List<Bucket> held() {
        return buckets.equals("-")
                ? List.of()
                : Arrays.stream(buckets.split(", ", -1)).map(RatingRow::bucket).toList();
    }

    /** For example {@code m1: national-minutes 60 until 2026-03-02T10:00:00-05:00 priority 2}. */
    private static Bucket bucket(String text) {
        String id = text.substring(0, text.indexOf(':'));
        List<String> words = List.of(text.substring(text.indexOf(' ') + 1).split(" ", -1));
        Map<String, String> more = new HashMap<>();
        for (int i = 2; i < words.size(); i += 2) {
            more.put(words.get(i), words.get(i + 1));
        }
        String until = more.get("until");
        Validity validity = new Validity(
                OffsetDateTime.parse(more.getOrDefault("from", "2000-01-01T00:00:00Z")).toInstant(),
                until == null ? null : OffsetDateTime.parse(until).toInstant());
        int priority = Integer.parseInt(more.getOrDefault("priority", "0"));
        long left = Long.parseLong(words.get(1));
        return words.getFirst().equals("credit")
                ? new Bucket.Credit(id, left, validity, priority)
                : new Bucket.Free(id, words.getFirst(), left, validity, priority);
    }

    /** The row as it would be if the outcome were right. */
    RatingRow with(RatingOutcome outcome) {
        return switch (outcome) {
            case Rated(Charge made) -> with(made, "");
            case RatingOutcome.Uncovered(Charge made, long missing) -> with(made, ", " + missing + " missing");
            case Refused(RatingOutcome.Why why, List<Step> steps) -> with("refused " + why, List.of(), steps);
        };
    }

    private RatingRow with(Charge made, String missing) {
        return with(made.amount().value() + missing, made.draws(), made.steps());
    }

    private RatingRow with(String charged, List<Draw> draws, List<Step> steps) {
        Map<String, Long> drawn = draws.stream()
                .collect(Collectors.toMap(Draw::bucket, draw -> draw.amount().value()));
        String left = held().stream()
                .map(bucket -> bucket.id() + " " + (bucket.left() - drawn.getOrDefault(bucket.id(), 0L)))
                .collect(Collectors.joining(", "));
        return new RatingRow(number, shows, plan, usage, start, buckets, charged, left.isEmpty() ? "-" : left,
                steps.stream().map(Step::text).collect(Collectors.joining("; ")));
    }
}
