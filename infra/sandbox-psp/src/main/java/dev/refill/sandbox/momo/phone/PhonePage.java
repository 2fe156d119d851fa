package dev.refill.sandbox.momo.phone;

import java.util.List;
import java.util.Map;

import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.momo.wire.Transfer;
import dev.refill.sandbox.page.Html;
import dev.refill.sandbox.page.Templates;
import dev.refill.sandbox.wire.Reply;

/** What a phone shows: the requests that wait for it, and how the last ones ended. */
final class PhonePage {

    private static final int MOST_SHOWN = 20;

    private final Templates templates = new Templates(PhonePage.class);

    /**
     * @param number digits; empty while none was typed
     * @param requests to this number, the newest first
     */
    Reply show(String number, List<Payment> requests) {
        return Html.page(200, templates.render("phone", Map.of("number", number, "open",
                shown(requests, PaymentStatus.AWAITING_CUSTOMER), "paid", shown(requests, PaymentStatus.CAPTURED),
                "failed", shown(requests, PaymentStatus.CANCELLED))), null);
    }

    Reply closed(int status, String message) {
        return Html.page(status, templates.render("silent", Map.of("message", message)), null);
    }

    private static List<Map<String, String>> shown(List<Payment> requests, PaymentStatus status) {
        return requests.stream()
                .filter(payment -> payment.status() == status)
                .limit(MOST_SHOWN)
                .map(PhonePage::shown)
                .toList();
    }

    private static Map<String, String> shown(Payment payment) {
        return Map.of("price", "EUR " + Transfer.decimal(payment.amount()),
                "message", payment.description() == null ? "" : payment.description(),
                "action", "/momo/phone/" + payment.id(),
                "reason", payment.cancellationReason() == null ? "" : payment.cancellationReason());
    }
}
