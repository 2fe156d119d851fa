package dev.refill.portal.order;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;
import dev.refill.portal.page.CreditText;
import dev.refill.portal.page.Written;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeState;
import dev.refill.subscriber.Msisdn;

/**
 * An order as its page shows it.
 *
 * @param path the page's own address
 * @param state names the look
 * @param texts names the texts: the state, that a phone pays, or that the money went back
 * @param mood how its page looks: busy, calm, or the outcome it shows
 * @param settled whether nothing more will happen by itself
 * @param continueAt where to pay; {@code null}: nothing to pay now
 * @param decline why the latest card was refused; {@code null}: none was
 * @param payer the phone that pays, without most of its digits: a link may be passed on; {@code null}: none does
 * @param refunded what went back; {@code null}: nothing
 * @param bonus {@code null}: none
 */
record OrderView(String path, String state, String texts, String mood, boolean settled, @Nullable String continueAt,
        @Nullable String decline, String id, String number, String price, @Nullable String payer,
        @Nullable String refunded, CreditText credit, @Nullable CreditText bonus,
        CreditText total, String createdAt, String changedAt, String createdIso, String changedIso) {

    static OrderView of(Recharge recharge, String token) {
        var quote = recharge.quote();
        URI page = recharge.state() == RechargeState.REQUIRES_ACTION ? recharge.paymentPage() : null;
        String texts = textsOf(recharge);
        Msisdn payer = recharge.payer();
        return new OrderView("/orders/" + token, recharge.state().name(), texts,
                texts.equals("REFUNDED") ? "calm" : moodOf(recharge.state()),
                recharge.state().isTerminal(), page == null ? null : page.toASCIIString(),
                recharge.lastDecline() == null ? null : recharge.lastDecline().name(), recharge.id().value(),
                Written.number(recharge.msisdn()), Written.money(quote.price()), payer == null ? null : payer.masked(),
                refunded(recharge),
                CreditText.of(quote.credit()),
                quote.bonus().value() == 0 ? null : CreditText.of(quote.bonus()), CreditText.of(quote.total()),
                Written.time(recharge.createdAt()), Written.time(recharge.changedAt()),
                recharge.createdAt().toString(), recharge.changedAt().toString());
    }

    /** What went back of an order that was never credited may be another sum than its price, in another currency. */
    private static String textsOf(Recharge recharge) {
        Long refunded = recharge.refunded();
        if (refunded == null || refunded == 0) {
            return recharge.payer() == null ? recharge.state().name() : textsOfAPhone(recharge.state());
        }
        return switch (recharge.state()) {
            case CREDITED -> refunded >= recharge.quote().price().minor() ? "REFUNDED" : "PARTLY_REFUNDED";
            case IN_REVIEW -> "REFUNDED_IN_REVIEW";
            case CREATED, CHARGING, REQUIRES_ACTION, UNKNOWN, CANCELLING, PAID, DECLINED, EXPIRED, CANCELLED,
                    RETURNED ->
                recharge.state().name();
        };
    }

    private static String textsOfAPhone(RechargeState state) {
        return switch (state) {
            case CHARGING, UNKNOWN, DECLINED, EXPIRED -> state.name() + "_BY_PHONE";
            case CREATED, REQUIRES_ACTION, CANCELLING, PAID, CREDITED, CANCELLED, IN_REVIEW, RETURNED -> state.name();
        };
    }

    private static @Nullable String refunded(Recharge recharge) {
        Long refunded = recharge.refunded();
        return recharge.state() == RechargeState.CREDITED && refunded != null && refunded > 0
                ? Written.money(new Money(refunded, recharge.quote().price().currency()))
                : null;
    }

    private static String moodOf(RechargeState state) {
        return switch (state) {
            case CREATED, CHARGING, UNKNOWN, CANCELLING, PAID -> "busy";
            case CREDITED -> "good";
            case DECLINED -> "bad";
            case REQUIRES_ACTION, EXPIRED, CANCELLED, IN_REVIEW, RETURNED -> "calm";
        };
    }
}
