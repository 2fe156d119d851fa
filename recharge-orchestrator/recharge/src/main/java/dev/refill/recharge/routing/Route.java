package dev.refill.recharge.routing;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

import dev.refill.gateway.GatewayId;

/**
 * A choice with its reasons.
 *
 * @param rule the rule that was for the order; {@code null}: none was, and the gateway of all others is meant, or
 *        that which keeps the card
 * @param draw the order's number in the draw of the first one, 0 to 99
 * @param choices every gateway: those that may be asked first and in their order, then those that were passed over
 */
@NamedInterface("routes")
public record Route(@Nullable String rule, int draw, List<Choice> choices) {

    public Route {
        choices = List.copyOf(choices);
    }

    /** Why a gateway is asked where it is, or was passed over. */
    @NamedInterface("routes")
    public enum Verdict {
        /** It keeps the card that pays: no rule is asked. */
        KEPT_HERE(true),
        /** It keeps the card that pays, and answers badly: there is no other one to come before it. */
        KEPT_HERE_BREAKER_OPEN(true),
        /** The draw fell on it. */
        SHARE(true),
        /** It comes after the first one, by its cost. */
        COST(true),
        /** It answers badly: it comes last. */
        BREAKER_OPEN(true),
        /** The order was tried there. */
        TRIED_ALREADY(false),
        /** A person has switched it off. */
        SWITCHED_OFF(false),
        /** It does not take what the order is paid by. */
        METHOD_NOT_TAKEN(false),
        /** Another gateway keeps the card that pays, and no other one knows it. */
        KEPT_ELSEWHERE(false),
        /** The rule does not name it. */
        NOT_MATCHED(false);

        private final boolean isTaken;

        Verdict(boolean isTaken) {
            this.isTaken = isTaken;
        }

        /** Whether it may be asked. */
        public boolean isTaken() {
            return isTaken;
        }
    }

    /**
     * What was thought of a gateway.
     *
     * @param share as the rule has it; zero where it names the gateway not
     * @param cost as the rule has it; zero where it names the gateway not
     */
    @NamedInterface("routes")
    public record Choice(GatewayId gateway, Verdict verdict, int share, int cost) {}

    /** Where to go. Empty: there is none left. */
    public Optional<GatewayId> first() {
        return choices.stream().filter(choice -> choice.verdict().isTaken()).map(Choice::gateway).findFirst();
    }

    /** The same, of those that answer well. */
    public Optional<GatewayId> firstWell() {
        return first().filter(gateway -> verdictOn(gateway) != Verdict.BREAKER_OPEN
                && verdictOn(gateway) != Verdict.KEPT_HERE_BREAKER_OPEN);
    }

    /** Whether no rule has led here but the card, to the gateway that keeps it. */
    public boolean isKeepers() {
        return choices.stream().map(Choice::verdict).anyMatch(
                verdict -> verdict == Verdict.KEPT_HERE || verdict == Verdict.KEPT_HERE_BREAKER_OPEN);
    }

    /** Whether one would take it, now or as soon as it is switched on again. */
    public boolean isOffered() {
        return choices.stream().map(Choice::verdict)
                .anyMatch(verdict -> verdict.isTaken() || verdict == Verdict.SWITCHED_OFF);
    }

    /** Whether a rule names the gateway at which an order was tried. */
    public boolean goesOnFrom(GatewayId tried) {
        return rule != null && verdictOn(tried) == Verdict.TRIED_ALREADY;
    }

    private @Nullable Verdict verdictOn(GatewayId gateway) {
        return choices.stream().filter(choice -> choice.gateway().equals(gateway)).map(Choice::verdict).findFirst()
                .orElse(null);
    }
}
