package dev.refill.recharge.refund.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;
import dev.refill.recharge.dispute.Dispute;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundStep;
import dev.refill.recharge.refund.Refundable;

/**
 * A refund as the API shows it.
 *
 * @param state awaiting_approval, rejected, sending, unknown, pending, in_review, succeeded, giving_back or failed
 * @param amount what goes back, in minor units
 * @param credit what is taken of the credit, in the smallest part of the credit unit
 * @param bonus what is taken of the bonus
 * @param decidedBy the second person, if there was one
 * @param reference the provider's id of the refund, if it is known
 * @param steps what it went through; only where one refund is asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RefundBody(String id, String recharge, String state, long amount, String currency, long credit, long bonus,
        String creditUnit, String reason, String requestedBy, @Nullable String decidedBy, @Nullable String reference,
        Instant createdAt, Instant changedAt, @Nullable List<Step> steps) {

    /** One change of a refund: who, by which way, on what evidence, when. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(long version, String event, String state, String actor, String cause, @Nullable String evidence,
            Instant at) {

        static Step of(RefundStep step) {
            return new Step(step.version(), word(step.event()), word(step.to()), step.cause().actor(),
                    word(step.cause().source()), step.cause().evidence(), step.at());
        }
    }

    /**
     * What went back of an order, and what still can; all in minor units of what was captured.
     *
     * @param refunding asked for and not failed, what succeeded included
     * @param refundable what a further refund may be at most
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfOrder(String recharge, @Nullable String currency, long captured, long refunding, long refunded,
            long disputed, long refundable, List<RefundBody> refunds, List<DisputeBody> disputes) {

        static OfOrder of(Refundable of, List<Refund> refunds, List<Dispute> disputes) {
            var captured = of.captured();
            return new OfOrder(of.order().id().value(),
                    captured == null ? null : captured.currency().getCurrencyCode(),
                    captured == null ? 0 : captured.minor(), of.refunding(), of.refunded(), of.disputed(), of.left(),
                    refunds.stream().map(RefundBody::of).toList(), disputes.stream().map(DisputeBody::of).toList());
        }
    }

    /**
     * What a customer's bank does about an order.
     *
     * @param state asked, dismissed, opened, awaiting_funds, won or lost
     * @param amount what was taken, in minor units; absent: no money has moved
     * @param fee what the provider took for it, in minor units of {@code feeCurrency}
     * @param reinstated what came back, in minor units
     * @param credit what is taken of the credit
     * @param bonus what is taken of the bonus
     * @param reference the provider's id of the dispute
     * @param reason in the provider's word
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DisputeBody(String id, @Nullable String state, @Nullable Long amount, @Nullable String currency,
            @Nullable Long fee, @Nullable String feeCurrency, @Nullable Long reinstated, long credit, long bonus,
            String creditUnit, String reference, @Nullable String reason) {

        static DisputeBody of(Dispute dispute) {
            var state = dispute.state();
            return new DisputeBody(dispute.id().value(), state == null ? null : word(state),
                    minor(dispute.withdrawn()), currency(dispute.withdrawn()), minor(dispute.fee()),
                    currency(dispute.fee()), minor(dispute.reinstated()), dispute.credit().value(),
                    dispute.bonus().value(), dispute.credit().unit().code(), dispute.reference().value(),
                    dispute.rawReason());
        }

        private static @Nullable Long minor(@Nullable Money money) {
            return money == null ? null : money.minor();
        }

        private static @Nullable String currency(@Nullable Money money) {
            return money == null ? null : money.currency().getCurrencyCode();
        }
    }

    /** A page of refunds, the oldest first; {@code next} continues it as {@code after}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<RefundBody> refunds, @Nullable String next) {

        static Page of(List<Refund> refunds, int limit) {
            return new Page(refunds.stream().map(RefundBody::of).toList(),
                    refunds.size() < limit ? null : refunds.getLast().id().value());
        }
    }

    static RefundBody of(Refund refund) {
        return of(refund, null);
    }

    static RefundBody of(Refund refund, @Nullable List<RefundStep> steps) {
        var reference = refund.reference();
        return new RefundBody(refund.id().value(), refund.recharge().value(), word(refund.state()),
                refund.amount().minor(), refund.amount().currency().getCurrencyCode(), refund.credit().value(),
                refund.bonus().value(), refund.credit().unit().code(), refund.reason(), refund.requestedBy(),
                refund.decidedBy(), reference == null ? null : reference.value(), refund.createdAt(),
                refund.changedAt(), steps == null ? null : steps.stream().map(Step::of).toList());
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
