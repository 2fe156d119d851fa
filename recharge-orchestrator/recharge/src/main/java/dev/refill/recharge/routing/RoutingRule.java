package dev.refill.recharge.routing;

import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.PaymentMethodType;

/**
 * For which orders it is, and between which gateways it chooses. What is {@code null} does not matter to it; but cards that a
 * provider keeps are only for rules that name them, as a card is known to its own provider alone.
 *
 * @param name by which decisions name it
 * @param currency of the price
 * @param from the smallest price, in minor units; only with a currency
 * @param to the largest price, in minor units; only with a currency
 * @param country of the number that is recharged, two letters
 * @param method how it is paid
 * @param candidates one or more, each gateway once, with shares that make a hundred
 */
public record RoutingRule(String name, @Nullable Currency currency, @Nullable Long from, @Nullable Long to,
        @Nullable String country, @Nullable PaymentMethodType method, List<Candidate> candidates) {

    private static final int WHOLE = 100;

    public RoutingRule {
        candidates = List.copyOf(candidates);
        require(!name.isBlank() && name.length() <= 64, name, "name", "1 to 64 characters");
        require(currency != null || (from == null && to == null), name, "from and to", "only with a currency");
        require(from == null || from > 0, name, "from", "more than 0");
        require(from == null || to == null || from <= to, name, "to", "no less than from");
        require(country == null || country.matches("[A-Z]{2}"), name, "country", "two capital letters");
        require(!candidates.isEmpty(), name, "candidates", "one or more");
        require(candidates.stream().mapToInt(Candidate::share).sum() == WHOLE, name, "share", "a hundred in all");
        Set<GatewayId> gateways = new HashSet<>();
        for (Candidate candidate : candidates) {
            require(gateways.add(candidate.gateway()), name, "candidates", "each gateway once");
        }
        require(method != PaymentMethodType.CARD_ON_FILE || candidates.size() == 1, name, "candidates",
                "one, as a kept card is known to its own provider alone");
    }

    /**
     * A gateway that may be chosen.
     *
     * @param share of a hundred orders so many go there first, 0 to 100
     * @param cost of one payment there, in any unit that is the same for all: of those that come after the first the
     *        cheapest one is next; zero or more
     */
    public record Candidate(GatewayId gateway, int share, int cost) {

        public Candidate {
            require(share >= 0 && share <= WHOLE, gateway.value(), "share", "0 to 100");
            require(cost >= 0, gateway.value(), "cost", "zero or more");
        }
    }

    private static void require(boolean holds, String of, String field, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("refill.routing.rules: " + of + ": " + field + " (expected: " + expected
                    + ")");
        }
    }

    /** Whether it is for an order. */
    boolean matches(RoutingFacts facts) {
        Money price = facts.price();
        return matches(facts.method())
                && (currency == null || currency.equals(price.currency()))
                && (from == null || price.minor() >= from)
                && (to == null || price.minor() <= to)
                && (country == null || facts.country().filter(country::equals).isPresent());
    }

    private boolean matches(PaymentMethodType paidBy) {
        return method == null ? paidBy != PaymentMethodType.CARD_ON_FILE : method == paidBy;
    }

    /** Whether it is for every order that the other one is for. */
    boolean covers(RoutingRule other) {
        return (method == null ? other.method != PaymentMethodType.CARD_ON_FILE : method == other.method)
                && (currency == null || currency.equals(other.currency))
                && (from == null || (other.from != null && other.from >= from))
                && (to == null || (other.to != null && other.to <= to))
                && (country == null || Objects.equals(country, other.country));
    }
}
