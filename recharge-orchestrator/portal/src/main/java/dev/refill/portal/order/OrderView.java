package dev.refill.portal.order;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import dev.refill.portal.page.CreditText;
import dev.refill.portal.page.Written;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeState;

/**
 * An order as its page shows it.
 *
 * @param path the page's own address
 * @param state names the texts and the look
 * @param mood how its page looks: busy, calm, or the outcome it shows
 * @param settled whether nothing more will happen by itself
 * @param continueAt where to pay; {@code null}: nothing to pay now
 * @param decline why the latest card was refused; {@code null}: none was
 * @param bonus {@code null}: none
 */
record OrderView(String path, String state, String mood, boolean settled, @Nullable String continueAt,
        @Nullable String decline, String id, String number, String price, CreditText credit, @Nullable CreditText bonus,
        CreditText total, String createdAt, String changedAt, String createdIso, String changedIso) {

    static OrderView of(Recharge recharge, String token) {
        var quote = recharge.quote();
        URI page = recharge.state() == RechargeState.REQUIRES_ACTION ? recharge.paymentPage() : null;
        return new OrderView("/orders/" + token, recharge.state().name(), moodOf(recharge.state()),
                recharge.state().isTerminal(), page == null ? null : page.toASCIIString(),
                recharge.lastDecline() == null ? null : recharge.lastDecline().name(), recharge.id().value(),
                Written.number(recharge.msisdn()), Written.money(quote.price()), CreditText.of(quote.credit()),
                quote.bonus().value() == 0 ? null : CreditText.of(quote.bonus()), CreditText.of(quote.total()),
                Written.time(recharge.createdAt()), Written.time(recharge.changedAt()),
                recharge.createdAt().toString(), recharge.changedAt().toString());
    }

    private static String moodOf(RechargeState state) {
        return switch (state) {
            case CREATED, CHARGING, UNKNOWN, CANCELLING, PAID -> "busy";
            case CREDITED -> "good";
            case DECLINED -> "bad";
            case REQUIRES_ACTION, EXPIRED, CANCELLED, IN_REVIEW -> "calm";
        };
    }
}
