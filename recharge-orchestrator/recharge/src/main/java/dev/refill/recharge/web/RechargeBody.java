package dev.refill.recharge.web;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.recharge.Recharge;

/**
 * An order as the API shows it.
 *
 * @param id its permanent id
 * @param state created, charging, requires_action, unknown, cancelling, paid, credited, declined,
 *        expired, cancelled or in_review
 * @param msisdn who is credited
 * @param offer what was bought
 * @param amount the price in minor units
 * @param currency the price's ISO 4217 code
 * @param credit what the price buys, without bonus, in the smallest part of the credit unit
 * @param bonus what comes on top
 * @param creditUnit what is credited
 * @param paymentPage where the customer pays, only while the state is requires_action
 * @param mobileMoney the phone that is asked to confirm the payment, without most of its digits, only if one is: who is
 *        recharged sees the order, and need not know whose phone pays
 * @param lastDecline why the latest card or wallet was refused, only if one was
 * @param refunded how much went back to the customer, only if something did
 * @param createdAt when it was accepted
 * @param changedAt when it last changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RechargeBody(String id, String state, String msisdn, String offer, long amount, String currency, long credit,
        long bonus,
        String creditUnit, @Nullable URI paymentPage, @Nullable String mobileMoney,
        @Nullable String lastDecline, @Nullable Long refunded, Instant createdAt,
        Instant changedAt) {

    static RechargeBody of(Recharge recharge) {
        var quote = recharge.quote();
        var decline = recharge.lastDecline();
        var payer = recharge.payer();
        return new RechargeBody(recharge.id().value(), word(recharge.state()), recharge.msisdn().e164(),
                quote.offer().value(), quote.price().minor(), quote.price().currency().getCurrencyCode(),
                quote.credit().value(), quote.bonus().value(), quote.credit().unit().code(), recharge.paymentPage(),
                payer == null ? null : payer.masked(), decline == null ? null : word(decline), refunded(recharge),
                recharge.createdAt(), recharge.changedAt());
    }

    private static @Nullable Long refunded(Recharge recharge) {
        Long refunded = recharge.refunded();
        return refunded == null || refunded == 0 ? null : refunded;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
