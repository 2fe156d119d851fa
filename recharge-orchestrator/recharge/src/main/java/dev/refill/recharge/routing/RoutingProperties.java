package dev.refill.recharge.routing;

import java.time.Duration;
import java.util.Currency;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.PaymentMethodType;

/**
 * Which gateway new orders are paid through, {@code refill.routing.*}.
 *
 * @param rules in their order; the first that is for an order chooses. None: {@code refill.recharge.gateway} for all
 * @param switchesEvery how often a node looks for gateways that were switched off or on
 */
@ConfigurationProperties("refill.routing")
public record RoutingProperties(@DefaultValue List<Rule> rules, @DefaultValue("2s") Duration switchesEvery) {

    public RoutingProperties {
        if (switchesEvery.isNegative() || switchesEvery.isZero()
                || switchesEvery.compareTo(Duration.ofSeconds(10)) > 0) {
            throw new IllegalArgumentException("refill.routing.switches-every: " + switchesEvery
                    + " (expected: more than 0, at most 10 seconds)");
        }
    }

    /** A rule as it is written; what it means is in {@link RoutingRule}. */
    public record Rule(String name, @Nullable Currency currency, @Nullable Long from, @Nullable Long to,
            @Nullable String country, @Nullable PaymentMethodType method, List<Candidate> candidates) {

        // The binder passes null for what is not set, whatever the declared type says.
        @SuppressWarnings("ConstantValue")
        RoutingRule toRule() {
            if (name == null || candidates == null) {
                throw new IllegalArgumentException(
                        "refill.routing.rules: " + name + " (expected: name and candidates)");
            }
            return new RoutingRule(name, currency, from, to, country, method,
                    candidates.stream().map(Candidate::toCandidate).toList());
        }
    }

    /** A candidate as it is written. */
    public record Candidate(String gateway, int share, @DefaultValue("0") int cost) {

        RoutingRule.Candidate toCandidate() {
            return new RoutingRule.Candidate(new GatewayId(gateway), share, cost);
        }
    }

    /** @throws IllegalArgumentException if one does not make sense by itself */
    public List<RoutingRule> toRules() {
        return rules.stream().map(Rule::toRule).toList();
    }
}
