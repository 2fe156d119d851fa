package dev.refill.recharge.routing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.recharge.routing.Route.Choice;
import dev.refill.recharge.routing.Route.Verdict;
import dev.refill.recharge.routing.RoutingRule.Candidate;

/**
 * Sends a kept card to the gateway that keeps it, and all else by the first rule that is for an order; where none is, it is the gateway of all
 * others. Who comes first is drawn by
 * the shares, from the order's id, so every node and every try draws the same. The others follow by cost, and those that answer
 * badly come last.
 */
public final class Router {

    private static final int DRAWS = 100;

    private final List<RoutingRule> rules;
    private final List<Candidate> otherwise;
    private final Set<GatewayId> gateways;
    private final Function<GatewayId, Set<PaymentMethodType>> taken;

    /**
     * @param otherwise the gateway of orders for which there is no rule
     * @param gateways all there are
     * @param taken what each of them takes
     * @throws IllegalArgumentException if the rules do not make sense together
     */
    public Router(List<RoutingRule> rules, GatewayId otherwise, Set<GatewayId> gateways,
            Function<GatewayId, Set<PaymentMethodType>> taken) {
        this.rules = List.copyOf(rules);
        this.otherwise = List.of(new Candidate(otherwise, DRAWS, 0));
        this.gateways = Set.copyOf(gateways);
        this.taken = taken;
        Set<String> names = new HashSet<>();
        for (int at = 0; at < rules.size(); at++) {
            RoutingRule rule = rules.get(at);
            require(names.add(rule.name()), rule, "name", "one that no other rule has");
            rule.candidates().forEach(candidate -> requireFits(rule, candidate));
            for (RoutingRule earlier : rules.subList(0, at)) {
                require(!earlier.covers(rule), rule, "place", "before " + earlier.name() + ", which leaves it nothing");
            }
        }
    }

    private void requireFits(RoutingRule rule, Candidate candidate) {
        String field = "gateway " + candidate.gateway();
        require(gateways.contains(candidate.gateway()), rule, field, "one of " + gateways);
        require(rule.method() == null || taken.apply(candidate.gateway()).contains(rule.method()), rule, field,
                "one that takes " + rule.method());
    }

    private static void require(boolean holds, RoutingRule rule, String field, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "refill.routing.rules: " + rule.name() + ": " + field + " (expected: " + expected + ")");
        }
    }

    /** Whether there are rules at all. */
    public boolean hasRules() {
        return !rules.isEmpty();
    }

    /** Where new orders may be paid, some of them at least. */
    public Set<GatewayId> candidates() {
        return Stream.concat(otherwise.stream(), rules.stream().flatMap(rule -> rule.candidates().stream()))
                .map(Candidate::gateway)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What orders can be paid by, some of them at least; the same as long as the application runs. */
    public Set<PaymentMethodType> methods() {
        Set<PaymentMethodType> methods = EnumSet.noneOf(PaymentMethodType.class);
        otherwise.forEach(candidate -> methods.addAll(taken.apply(candidate.gateway())));
        for (RoutingRule rule : rules) {
            for (Candidate candidate : rule.candidates()) {
                taken.apply(candidate.gateway()).stream()
                        .filter(method -> rule.method() == null
                                ? method != PaymentMethodType.CARD_ON_FILE
                                : rule.method() == method)
                        .forEach(methods::add);
            }
        }
        return methods;
    }

    /**
     * The choice for an order.
     *
     * @param tried where it was tried already: it does not go there again
     */
    public Route route(RoutingFacts facts, Set<GatewayId> tried, Conditions now) {
        GatewayId keeper = facts.keptAt();
        return keeper == null ? byRules(facts, tried, now) : toKeeper(keeper, facts, tried, now);
    }

    /** No rule can send it elsewhere: there the card is not known. */
    private Route toKeeper(GatewayId keeper, RoutingFacts facts, Set<GatewayId> tried, Conditions now) {
        List<Choice> choices = new ArrayList<>();
        if (gateways.contains(keeper)) {
            choices.add(new Choice(keeper, verdictOnKeeper(keeper, facts, tried, now), 0, 0));
        }
        allBut(Set.of(keeper)).forEach(other -> choices.add(new Choice(other, Verdict.KEPT_ELSEWHERE, 0, 0)));
        return new Route(null, draw(facts), choices);
    }

    private Verdict verdictOnKeeper(GatewayId keeper, RoutingFacts facts, Set<GatewayId> tried, Conditions now) {
        Verdict verdict = verdict(keeper, Verdict.KEPT_HERE, facts, tried, now);
        return verdict == Verdict.BREAKER_OPEN ? Verdict.KEPT_HERE_BREAKER_OPEN : verdict;
    }

    private Route byRules(RoutingFacts facts, Set<GatewayId> tried, Conditions now) {
        Optional<RoutingRule> rule = rules.stream().filter(one -> one.matches(facts)).findFirst();
        List<Candidate> candidates = rule.map(RoutingRule::candidates).orElse(otherwise);
        int draw = draw(facts);
        GatewayId meant = meant(candidates, draw);
        List<Choice> choices = new ArrayList<>();
        candidates.stream()
                .map(candidate -> new Choice(candidate.gateway(),
                        verdict(candidate.gateway(), candidate.gateway().equals(meant) ? Verdict.SHARE : Verdict.COST,
                                facts, tried, now),
                        candidate.share(), candidate.cost()))
                .sorted(Comparator.comparing(Choice::verdict).thenComparingInt(Choice::cost))
                .forEach(choices::add);
        allBut(named(candidates)).forEach(gateway -> choices.add(new Choice(gateway, Verdict.NOT_MATCHED, 0, 0)));
        return new Route(rule.map(RoutingRule::name).orElse(null), draw, choices);
    }

    /** @param well what is thought of it if nothing is in its way */
    private Verdict verdict(GatewayId gateway, Verdict well, RoutingFacts facts, Set<GatewayId> tried, Conditions now) {
        if (!taken.apply(gateway).contains(facts.method())) {
            return Verdict.METHOD_NOT_TAKEN;
        }
        if (tried.contains(gateway)) {
            return Verdict.TRIED_ALREADY;
        }
        if (now.isOff(gateway)) {
            return Verdict.SWITCHED_OFF;
        }
        return now.isWell(gateway) ? well : Verdict.BREAKER_OPEN;
    }

    private static Set<GatewayId> named(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::gateway).collect(Collectors.toUnmodifiableSet());
    }

    private Stream<GatewayId> allBut(Set<GatewayId> those) {
        return gateways.stream().filter(gateway -> !those.contains(gateway))
                .sorted(Comparator.comparing(GatewayId::value));
    }

    private static @Nullable GatewayId meant(List<Candidate> candidates, int draw) {
        int upTo = 0;
        for (Candidate candidate : candidates) {
            upTo += candidate.share();
            if (draw < upTo) {
                return candidate.gateway();
            }
        }
        return null;
    }

    /** An id has 80 random bits, but not evenly in every place: so all of them are mixed. */
    private static int draw(RoutingFacts facts) {
        CRC32 mixed = new CRC32();
        mixed.update(facts.order().value().getBytes(StandardCharsets.US_ASCII));
        return (int) (mixed.getValue() % DRAWS);
    }
}
