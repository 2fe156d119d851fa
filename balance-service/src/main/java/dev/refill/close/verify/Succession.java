package dev.refill.close.verify;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.refill.close.seal.Chain;
import dev.refill.close.seal.SealedDay;
import dev.refill.close.seal.SealedDay.Total;
import dev.refill.close.verify.Finding.Kind;

/** Whether sealed days follow each other, none left out, from the first of all. */
final class Succession {

    private final Findings findings;
    private final Kind missing;
    private final Kind wrong;

    /**
     * @param missing how a day is named of which nothing is there
     * @param wrong how a day is named that does not follow the one before
     */
    Succession(Findings findings, Kind missing, Kind wrong) {
        this.findings = findings;
        this.missing = missing;
        this.wrong = wrong;
    }

    /** @param days in their order */
    void check(Collection<SealedDay> days) {
        @Nullable
        SealedDay before = null;
        for (SealedDay day : days) {
            LocalDate eve = day.day().minusDays(1);
            if (before == null ? day.previous().equals(Chain.NOTHING_BEFORE) : before.day().equals(eve)) {
                follow(before, day);
            } else if (!findings.concern(eve)) {
                findings.add(eve, missing, null, "there is nothing of it, and " + day.day() + " follows it");
            }
            before = day;
        }
    }

    /** @param before none: it is the first of all */
    private void follow(@Nullable SealedDay before, SealedDay day) {
        if (before != null && !day.previous().equals(before.seal())) {
            findings.add(day.day(), wrong, null, "it follows a day with the seal " + day.previous() + ", that of "
                    + before.day() + " is " + before.seal());
        } else if (day.isWhole() && (before == null || before.isWhole())) {
            Map<String, Total> held = before == null ? Map.of() : before.totals();
            Set<String> accounts = new TreeSet<>(held.keySet());
            accounts.addAll(day.totals().keySet());
            accounts.stream()
                    .filter(account -> !isCarried(held.get(account), day.totals().get(account)))
                    .forEach(account -> findings.add(day.day(), wrong, null,
                            account + " is not carried on from the day before"));
        }
    }

    private static boolean isCarried(@Nullable Total was, @Nullable Total is) {
        BigInteger opening = was == null ? BigInteger.ZERO : was.balance();
        return is != null && opening.add(is.plus()).add(is.minus()).equals(is.balance());
    }
}
