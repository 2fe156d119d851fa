package dev.refill.charging.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.refill.bucket.HeldBucket;
import dev.refill.charging.Target;
import dev.refill.ledger.LedgerUnit;
import dev.refill.tariff.Usage;

/**
 * What a session uses of one target, what that has taken, and what is held back for more of it.
 *
 * @param target which
 * @param used until now, in the unit of the service
 * @param marks at which times which part of it began, as far as that matters
 * @param granted beyond what is used
 * @param lastUnits whether that was all there was
 * @param spent what it has taken of which bucket
 * @param reserved what is held back of which bucket for what is granted
 * @param owed what no bucket covered, in the plan's unit
 */
public record Part(Target target, long used, List<Usage.Mark> marks, long granted, boolean lastUnits,
        List<HeldBucket> spent, List<HeldBucket> reserved, long owed) {

    public Part {
        marks = List.copyOf(marks);
        spent = List.copyOf(spent);
        reserved = List.copyOf(reserved);
    }

    static Part of(Target target) {
        return new Part(target, 0, List.of(), 0, false, List.of(), List.of(), 0);
    }

    /** What it has cost until now, whoever pays, in the plan's unit. */
    long charged(LedgerUnit unit) {
        return owed + spent.stream()
                .filter(bucket -> bucket.terms().unit().equals(unit))
                .mapToLong(HeldBucket::left)
                .sum();
    }

    Usage usage(Instant start, long quantity) {
        return target.usage(start, quantity, marks);
    }

    /** What is used from here on begins then. */
    Part marked(Instant at) {
        List<Usage.Mark> more = new ArrayList<>(marks);
        more.removeIf(mark -> mark.used() == used);
        more.add(new Usage.Mark(used, at));
        return new Part(target, used, more, granted, lastUnits, spent, reserved, owed);
    }

    /** With more of it used, and nothing held back. */
    Part used(long all, List<HeldBucket> took, long owes) {
        return new Part(target, all, marks, 0, false, took, List.of(), owes);
    }

    Part granted(long units, boolean last, List<HeldBucket> held) {
        return new Part(target, used, marks, units, last, spent, held, owed);
    }
}
