package dev.refill.portal.operations;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;
import dev.refill.portal.page.Written;
import dev.refill.recharge.OrderFile;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.routing.Route;

/**
 * An order with its evidence as its page shows it.
 *
 * @param inReview whether a person decides
 * @param captured what is known to have been captured; {@code null}: nothing is
 * @param nextLook when it is looked at next; {@code null}: by nobody
 */
record OrderCase(String id, long version, String state, boolean inReview, String cause, String since, String number,
        String price, String client, String gateway, String operationKey, @Nullable String reference,
        @Nullable String captured, @Nullable String nextLook, List<PaymentLine> payments, List<StepLine> steps,
        List<DeedLine> deeds) {

    /**
     * One payment, and why it was made there.
     *
     * @param rule by which it was chosen; {@code null}: none was for it
     * @param choices empty: there was no choice
     * @param stray what it brought although another one had followed it; {@code null}: nothing
     */
    record PaymentLine(String gateway, String operationKey, @Nullable String reference, @Nullable String rule,
            List<ChoiceLine> choices, @Nullable String stray) {

        static PaymentLine of(OrderFile.Attempt attempt) {
            Route route = attempt.route();
            Money stray = attempt.stray();
            return new PaymentLine(attempt.gateway().value(), attempt.operationKey().value(),
                    attempt.reference() == null ? null : attempt.reference().value(),
                    route == null ? null : route.rule(),
                    route == null ? List.of() : route.choices().stream().map(ChoiceLine::of).toList(),
                    stray == null ? null : Written.money(stray));
        }
    }

    /** What was thought of a gateway when a payment was to be made. */
    record ChoiceLine(String gateway, String verdict, int share, int cost) {

        static ChoiceLine of(Route.Choice choice) {
            return new ChoiceLine(choice.gateway().value(), choice.verdict().name(), choice.share(), choice.cost());
        }
    }

    record StepLine(String from, String event, String to, String actor, String cause, @Nullable String evidence,
            String at, String atIso) {

        static StepLine of(OrderFile.Step step) {
            return new StepLine(step.from() == null ? "" : step.from().word(), word(step.event()), step.to().word(),
                    step.actor(), step.cause(), step.evidence(), Written.time(step.at()), step.at().toString());
        }
    }

    record DeedLine(String person, String deed, String reason, String found, String at, String atIso) {

        static DeedLine of(OrderFile.Deed deed) {
            return new DeedLine(deed.person(), word(deed.kind()), deed.reason(), deed.found(),
                    Written.time(deed.at()), deed.at().toString());
        }
    }

    static OrderCase of(OrderFile file) {
        var recharge = file.recharge();
        Money captured = file.captured();
        return new OrderCase(recharge.id().value(), recharge.version(), recharge.state().word(),
                recharge.state() == RechargeState.IN_REVIEW, word(file.cause()), Written.time(recharge.changedAt()),
                Written.number(recharge.msisdn()), Written.money(recharge.quote().price()),
                recharge.owner().clientId(), file.gateway().value(), file.operationKey().value(),
                file.reference() == null ? null : file.reference().value(),
                captured == null ? null : Written.money(captured),
                file.nextLook() == null ? null : Written.time(file.nextLook()),
                file.payments().stream().map(PaymentLine::of).toList(),
                file.steps().stream().map(StepLine::of).toList(), file.deeds().stream().map(DeedLine::of).toList());
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Empty: no order has an id of that form. */
    static Optional<RechargeId> idOf(String text) {
        try {
            return Optional.of(new RechargeId(text));
        } catch (IllegalArgumentException noSuchForm) {
            return Optional.empty();
        }
    }
}
