package dev.refill.posting;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.AccountId;

/** A line of a rule: {@code deferred-revenue  money  -amount}. */
public final class RuleLine {

    private static final Pattern FORM = Pattern.compile("(\\S+)\\s+([a-z]+)\\s+(([+-][a-z]+)+)");
    private static final Pattern SIGNED = Pattern.compile("([+-])([a-z]+)");
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    private final String account;
    private final Leg leg;
    private final String amount;
    private final List<Signed> terms;
    private final Set<Place> places;
    /** What depends on nothing is made once. */
    private final @Nullable AccountId fixed;
    /** What stands for all of the name. */
    private final @Nullable Place whole;

    private record Signed(boolean isMinus, Term term) {}

    private RuleLine(String account, Leg leg, String amount) {
        this.account = account;
        this.leg = leg;
        this.amount = amount;
        List<Signed> signed = new ArrayList<>();
        Matcher term = SIGNED.matcher(amount);
        while (term.find()) {
            signed.add(new Signed(term.group(1).equals("-"), Term.valueOf(term.group(2).toUpperCase(Locale.ROOT))));
        }
        this.terms = List.copyOf(signed);
        this.places = EnumSet.noneOf(Place.class);
        Matcher place = PLACE.matcher(account);
        while (place.find()) {
            places.add(Place.valueOf(place.group(1).toUpperCase(Locale.ROOT)));
        }
        this.fixed = places.isEmpty() ? new AccountId(account) : null;
        this.whole = places.stream().filter(one -> account.equals(one.inBraces())).findFirst().orElse(null);
    }

    static RuleLine parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("line: " + text + " (expected: " + FORM + ")");
        }
        return new RuleLine(form.group(1), Leg.valueOf(form.group(2).toUpperCase(Locale.ROOT)), form.group(3));
    }

    /** With what depends on the event in braces. */
    public String accountText() {
        return account;
    }

    public Leg leg() {
        return leg;
    }

    /** Signed words, for example {@code -amount-fee}. */
    public String amountText() {
        return amount;
    }

    boolean has(Term term) {
        return terms.stream().anyMatch(signed -> signed.term() == term);
    }

    /** Of the chart; empty: any of some kind. */
    Optional<Account> accountOfChart() {
        return account.startsWith(Place.TARGET.inBraces())
                ? Optional.empty()
                : Optional.of(places.stream().anyMatch(Place::isBucket)
                        ? Account.BUCKET
                        : Account.of(new AccountId(PLACE.matcher(account).replaceAll("x"))));
    }

    AccountId account(Terms given) {
        if (fixed != null) {
            return fixed;
        }
        // A bucket comes as the account that it is.
        if (whole != null && given.at(whole) instanceof AccountId found) {
            return found;
        }
        String name = account;
        for (Place place : places) {
            name = name.replace(place.inBraces(), given.at(place).toString());
        }
        return new AccountId(name);
    }

    long value(Terms given) {
        long value = 0;
        for (Signed signed : terms) {
            long term = given.value(signed.term());
            value = signed.isMinus() ? Math.subtractExact(value, term) : Math.addExact(value, term);
        }
        return value;
    }
}
