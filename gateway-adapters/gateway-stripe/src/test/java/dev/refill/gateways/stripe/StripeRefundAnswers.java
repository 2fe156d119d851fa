package dev.refill.gateways.stripe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The refunds of a scripted Stripe: never more than was captured, each key once. */
final class StripeRefundAnswers {

    private final Map<String, Made> made = new LinkedHashMap<>();

    /** How refunds of a payment go. */
    enum Course {
        AT_ONCE("succeeded", "succeeded"),
        TAKES_TIME("pending", "succeeded"),
        COMES_BACK("succeeded", "failed");

        private final String first;
        private final String later;

        Course(String first, String later) {
            this.first = first;
            this.later = later;
        }
    }

    private record Made(String id, String intent, long amount, String currency, String key, String status,
            String later) {

        Made afterwards() {
            return new Made(id, intent, amount, currency, key, later, later);
        }

        String json() {
            return """
                    {"id":"%s","object":"refund","amount":%d,"charge":"ch_1","created":1772366400,"currency":"%s",
                     "metadata":{"operation_key":"%s"},"payment_intent":"%s","status":"%s"%s}
                    """.formatted(id, amount, currency, key, intent, status,
                    status.equals("failed") ? ",\"failure_reason\":\"expired_or_canceled_card\"" : "");
        }
    }

    /** @return the refund; {@code null} if there is not so much left of what was captured */
    synchronized @Nullable String make(String key, String intent, long amount, String currency, long captured,
            Course course) {
        var before = made.get(key);
        if (before != null) {
            return before.json();
        }
        if (amount > captured - refunded(intent)) {
            return null;
        }
        var refund = new Made("re_" + made.size(), intent, amount, currency, key, course.first, course.later);
        made.put(key, refund);
        return refund.json();
    }

    synchronized long refunded(String intent) {
        return made.values().stream()
                .filter(refund -> refund.intent.equals(intent) && !refund.status.equals("failed"))
                .mapToLong(Made::amount)
                .sum();
    }

    synchronized int count(String key) {
        return made.containsKey(key) ? 1 : 0;
    }

    synchronized @Nullable String named(String id) {
        return made.values().stream().filter(refund -> refund.id.equals(id)).map(Made::json).findFirst().orElse(null);
    }

    synchronized List<String> of(String intent) {
        return made.values().stream().filter(refund -> refund.intent.equals(intent)).map(Made::json).toList()
                .reversed();
    }

    synchronized List<String> all() {
        return made.values().stream().map(Made::json).toList();
    }

    synchronized void timePasses() {
        made.replaceAll((_key, refund) -> refund.afterwards());
    }
}
