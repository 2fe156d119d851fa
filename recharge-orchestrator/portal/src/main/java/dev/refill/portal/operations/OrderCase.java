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

/**
 * An order with its evidence as its page shows it.
 *
 * @param inReview whether a person decides
 * @param captured what is known to have been captured; {@code null}: nothing is
 * @param nextLook when it is looked at next; {@code null}: by nobody
 */
record OrderCase(String id, long version, String state, boolean inReview, String cause, String since, String number,
        String price, String client, String gateway, String operationKey, @Nullable String reference,
        @Nullable String captured, @Nullable String nextLook, List<StepLine> steps, List<DeedLine> deeds) {

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
