package dev.refill.finance.reconcile.rule;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.reconcile.rule.Finding.Broken;
import dev.refill.finance.reconcile.rule.Finding.Difference;
import dev.refill.finance.reconcile.rule.Finding.Matched;

import static java.util.stream.Collectors.toSet;

/** Says what lines of one key come to. The order of the questions is the order of what explains most. */
public final class Classify {

    private static final Comparator<Said> ORDER = Comparator.comparing(Said::currency).thenComparingLong(Said::amount)
            .thenComparingLong(Said::fee);

    private final boolean fees;

    /** @param fees whether our side states them; if not, theirs are not compared */
    public Classify(boolean fees) {
        this.fees = fees;
    }

    /** What a line says, without when. */
    private record Said(String currency, long amount, long fee) {}

    public Finding classify(Group group) {
        List<Line> ours = group.ours();
        List<Line> theirs = group.theirs();
        if (group.isTooLarge()) {
            return broken(BreakClass.UNMATCHED, null, 0,
                    "More than %d lines of one side have this key".formatted(Group.MOST));
        }
        if (theirs.isEmpty()) {
            return broken(BreakClass.MISSING_THERE, amounts(ours, theirs), 0,
                    "%s with us, none there".formatted(count(ours)));
        }
        if (ours.isEmpty()) {
            return broken(BreakClass.MISSING_HERE, amounts(ours, theirs), 0,
                    "%s there, none with us".formatted(count(theirs)));
        }
        return isTheSame(ours, theirs) ? same(ours, theirs) : different(ours, theirs);
    }

    private Finding same(List<Line> ours, List<Line> theirs) {
        if (days(ours).equals(days(theirs))) {
            return new Matched("%s of each side, the same in currency, amount%s and day".formatted(count(ours),
                    fees ? ", fee" : ""));
        }
        return broken(BreakClass.CUT_OFF, amounts(ours, theirs), apart(ours, theirs),
                "The same with us on %s and there on %s".formatted(days(ours), days(theirs)));
    }

    private Finding different(List<Line> ours, List<Line> theirs) {
        long apart = apart(ours, theirs);
        if (!currencies(ours).equals(currencies(theirs))) {
            return broken(BreakClass.CURRENCY, null, apart, "In %s with us, in %s there".formatted(currencies(ours),
                    currencies(theirs)));
        }
        if (ours.size() != theirs.size() && amountsSaid(ours).equals(amountsSaid(theirs))) {
            return broken(BreakClass.DUPLICATE, amounts(ours, theirs), apart,
                    "The same %d times with us, %d times there".formatted(ours.size(), theirs.size()));
        }
        Difference amounts = amounts(ours, theirs);
        if (amounts == null) {
            return broken(BreakClass.UNMATCHED, null, apart,
                    "Each side has several currencies, and not the same lines");
        }
        if (amounts.minor().signum() != 0) {
            return broken(BreakClass.AMOUNT, amounts, apart,
                    "%s with us, %s there".formatted(sum(ours), sum(theirs)));
        }
        Difference charged = fees(ours, theirs);
        if (charged != null && charged.minor().signum() != 0) {
            return broken(BreakClass.FEE, charged, apart, "A fee of %s with us, of %s there".formatted(fee(ours),
                    fee(theirs)));
        }
        return broken(BreakClass.SPLIT, amounts, apart,
                "%s with us are %s there, %s in all".formatted(count(ours), count(theirs), sum(ours)));
    }

    private boolean isTheSame(List<Line> ours, List<Line> theirs) {
        return ours.size() == theirs.size() && said(ours).equals(said(theirs));
    }

    private List<Said> said(List<Line> lines) {
        return lines.stream()
                .map(line -> new Said(line.currency().getCurrencyCode(), line.amount(), fees ? line.fee() : 0))
                .sorted(ORDER)
                .toList();
    }

    private static Set<Said> amountsSaid(List<Line> lines) {
        return lines.stream().map(line -> new Said(line.currency().getCurrencyCode(), line.amount(), 0))
                .collect(toSet());
    }

    private static List<String> currencies(List<Line> lines) {
        return lines.stream().map(line -> line.currency().getCurrencyCode()).distinct().sorted().toList();
    }

    private static List<LocalDate> days(List<Line> lines) {
        return lines.stream().map(Line::day).sorted().toList();
    }

    private static long apart(List<Line> ours, List<Line> theirs) {
        List<LocalDate> all = Stream.concat(ours.stream(), theirs.stream()).map(Line::day).sorted().toList();
        return ChronoUnit.DAYS.between(all.getFirst(), all.getLast());
    }

    private @Nullable Difference fees(List<Line> ours, List<Line> theirs) {
        return fees ? difference(ours, theirs, fee(ours), fee(theirs)) : null;
    }

    private static @Nullable Difference amounts(List<Line> ours, List<Line> theirs) {
        return difference(ours, theirs, sum(ours), sum(theirs));
    }

    /** {@code null}: they are of several currencies. */
    private static @Nullable Difference difference(List<Line> ours, List<Line> theirs, BigInteger here,
            BigInteger there) {
        List<Currency> currencies = Stream.concat(ours.stream(), theirs.stream()).map(Line::currency).distinct()
                .toList();
        return currencies.size() == 1 ? new Difference(there.subtract(here), currencies.getFirst()) : null;
    }

    /** Amounts are what a side says, and it may say anything: sums do not overflow. */
    private static BigInteger sum(List<Line> lines) {
        return lines.stream().map(line -> BigInteger.valueOf(line.amount())).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger fee(List<Line> lines) {
        return lines.stream().map(line -> BigInteger.valueOf(line.fee())).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static String count(List<Line> lines) {
        return lines.size() == 1 ? "One line" : lines.size() + " lines";
    }

    private static Broken broken(BreakClass about, @Nullable Difference difference, long days, String explanation) {
        return new Broken(about, difference, days, explanation);
    }
}
