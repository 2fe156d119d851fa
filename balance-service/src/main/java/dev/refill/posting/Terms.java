package dev.refill.posting;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.LedgerUnit;

/** What happened, in the words of a rule. Gathered one by one; not for more than one thread. */
public final class Terms {

    private final Map<Leg, LedgerUnit> units = new EnumMap<>(Leg.class);
    private final Map<Place, Object> places = new EnumMap<>(Place.class);
    private final Map<Term, Long> values = new EnumMap<>(Term.class);

    public Terms in(Leg leg, LedgerUnit unit) {
        units.put(leg, unit);
        return this;
    }

    /** @param what an account, or an id or word that is a part of its name */
    public Terms at(Place place, Object what) {
        places.put(place, what);
        return this;
    }

    public Terms with(Term term, long value) {
        values.put(term, value);
        return this;
    }

    /** A term that is not in the rule would be lost, and what is missing be taken for nothing. */
    void requireOf(PostingRule rule, Set<Term> terms) {
        values.forEach((term, value) -> {
            if (value != 0 && !terms.contains(term)) {
                throw new IllegalArgumentException(rule + ": " + term + " " + value + " (expected: none)");
            }
        });
    }

    LedgerUnit unit(Leg leg) {
        return required(units.get(leg), leg);
    }

    Object at(Place place) {
        return required(places.get(place), place);
    }

    long value(Term term) {
        return required(values.get(term), term);
    }

    private static <T> T required(@Nullable T given, Object what) {
        if (given == null) {
            throw new IllegalArgumentException(what + ": not given (expected: as a line of the rule has it)");
        }
        return given;
    }
}
