package dev.refill.finance.reconcile;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.finance.reconcile.rule.Finding;
import dev.refill.finance.reconcile.rule.Finding.Broken;
import dev.refill.finance.reconcile.rule.Finding.Difference;
import dev.refill.finance.reconcile.rule.Finding.Matched;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.Rule;

/** What groups came to, as the rows that PostgreSQL reads from JSON. */
final class FindingRows {

    private static final String MATCHED = "matched";
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(Include.NON_NULL))
            .build();

    private FindingRows() {}

    static String json(PairId pair, List<Verdict> verdicts) {
        return JSON.writeValueAsString(verdicts.stream().map(verdict -> row(pair, verdict)).toList());
    }

    private static FindingRow row(PairId pair, Verdict verdict) {
        Finding finding = verdict.finding();
        Rule rule = verdict.rule();
        return switch (finding) {
            case Matched matched -> row(pair, verdict, MATCHED, matched.explanation(), none(verdict.group().ours()));
            case Broken broken -> row(pair, verdict, broken.about().word(),
                    rule == null ? broken.explanation() : rule.reason() + ". " + broken.explanation(),
                    broken.difference());
        };
    }

    /** {@code null}: they are of several currencies. */
    private static @Nullable Difference none(List<Line> lines) {
        return lines.stream().map(Line::currency).distinct().count() == 1
                ? new Difference(BigInteger.ZERO, lines.getFirst().currency())
                : null;
    }

    private static FindingRow row(PairId pair, Verdict verdict, String about, String reason,
            @Nullable Difference difference) {
        Rule rule = verdict.rule();
        List<Line> ours = verdict.group().ours();
        List<Line> theirs = verdict.group().theirs();
        return new FindingRow(verdict.group().key().value(), BreakId.of(pair, verdict.group().key()).value(), about,
                rule == null ? null : rule.action().name().toLowerCase(Locale.ROOT), rule == null ? null : rule.id(),
                reason,
                difference == null ? null : difference.minor(),
                difference == null ? null : difference.currency().getCurrencyCode(),
                Stream.concat(ours.stream(), theirs.stream()).map(Line::day).sorted().toList().getFirst().toString(),
                new Evidence(lines(ours), lines(theirs)));
    }

    private static List<EvidenceLine> lines(List<Line> lines) {
        return lines.stream().limit(dev.refill.finance.reconcile.rule.Group.MOST)
                .map(line -> new EvidenceLine(line.reference(), line.day().toString(),
                        line.currency().getCurrencyCode(),
                        line.amount(), line.fee(), line.occurredAt().toString(), line.payout()))
                .toList();
    }

    private record FindingRow(String key, String breakId,
            @com.fasterxml.jackson.annotation.JsonProperty("class") String about,
            @Nullable String action, @Nullable String rule,
            String reason, @Nullable BigInteger difference, @Nullable String currency, String since,
            Evidence evidence) {}

    /** The lines of both sides, as a break keeps them. */
    private record Evidence(List<EvidenceLine> ours, List<EvidenceLine> theirs) {}

    private record EvidenceLine(String reference, String day, String currency, long amount, long fee, String occurredAt,
            @Nullable String payout) {}
}
