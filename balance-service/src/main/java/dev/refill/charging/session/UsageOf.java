package dev.refill.charging.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.refill.bucket.HeldBucket;
import dev.refill.charging.EventAnswer;
import dev.refill.charging.EventRequest;
import dev.refill.charging.Target;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.tariff.Charge;
import dev.refill.tariff.Usage;
import dev.refill.usage.Drawn;
import dev.refill.usage.UsageChange;
import dev.refill.usage.Used;

/** What is kept as used, gathered from the same facts as the {@link Moves} of its entry. */
final class UsageOf {

    private UsageOf() {}

    static UsageChange event(EventRequest request, Charge charge, LedgerUnit unit, List<HeldBucket> draws) {
        Usage usage = request.target().usage(request.at(), request.quantity());
        var used = new Used(usage.service(), request.target().key(), request.at(), usage.at(usage.quantity()),
                usage.quantity(), new Amount(unit, charge.amount().value()));
        return new UsageChange(List.of(used),
                allowances(draws).map(bucket -> drawn(bucket, bucket.left(), 0)).toList());
    }

    /** What is in another unit than the charge came from allowances. */
    static UsageChange refund(Used used, EventAnswer charged) {
        return new UsageChange(List.of(used.reversed()), charged.draws().stream()
                .filter(drawn -> !drawn.unit().equals(charged.unit()))
                .map(drawn -> new Drawn(new AccountId(drawn.account()), new LedgerUnit(drawn.unit()), -drawn.amount(),
                        0))
                .toList());
    }

    /** How much more a session has used than before. */
    static UsageChange change(Session before, Session after, LedgerUnit unit, Instant at) {
        Map<Target, Part> earlier = before.parts().stream()
                .collect(Collectors.toMap(Part::target, Function.identity()));
        List<Used> used = after.parts().stream()
                .map(part -> more(earlier.getOrDefault(part.target(), Part.of(part.target())), part, unit,
                        after.startedAt(), at))
                .filter(more -> !more.isNothing())
                .toList();
        return new UsageChange(used, drawn(before, after));
    }

    private static Used more(Part before, Part after, LedgerUnit unit, Instant from, Instant until) {
        return new Used(after.target().service(), after.target().key(), from, until, after.used() - before.used(),
                new Amount(unit, after.charged(unit) - before.charged(unit)));
    }

    private static List<Drawn> drawn(Session before, Session after) {
        return Stream.concat(drawn(before, -1), drawn(after, 1))
                .collect(Collectors.toMap(drawn -> drawn.bucket() + " " + drawn.unit(), Function.identity(),
                        Drawn::plus, LinkedHashMap::new))
                .values().stream()
                .filter(drawn -> !drawn.isNothing())
                .toList();
    }

    private static Stream<Drawn> drawn(Session session, int sign) {
        return session.parts().stream()
                .flatMap(part -> Stream.concat(
                        allowances(part.spent()).map(bucket -> drawn(bucket, sign * bucket.left(), 0)),
                        allowances(part.reserved()).map(bucket -> drawn(bucket, 0, sign * bucket.left()))));
    }

    private static Drawn drawn(HeldBucket bucket, long spent, long reserved) {
        return new Drawn(bucket.terms().account(), bucket.terms().unit(), spent, reserved);
    }

    private static Stream<HeldBucket> allowances(List<HeldBucket> buckets) {
        return buckets.stream().filter(bucket -> bucket.terms().allowance().isPresent());
    }
}
