package dev.refill.gateways.stripe;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.github.tomakehurst.wiremock.http.Request;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The payouts of a scripted Stripe: whatever was paid or refunded is in one of them, once. */
final class StripeSettlementAnswers {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long FEE = 59;

    private final StripeShelf payouts = new StripeShelf();
    private final Map<String, StripeShelf> lines = new HashMap<>();
    private final Set<String> settled = new HashSet<>();

    /** @param intents all payment intents, of which those that succeeded are paid out */
    synchronized void paysOut(List<String> intents, List<String> refunds) {
        var payout = "po_" + lines.size();
        var shelf = new StripeShelf();
        var balance = 0L;
        for (var intent : intents) {
            var paid = JSON.readTree(intent);
            var amount = paid.path("amount_received").asLong();
            if (amount > 0 && settled.add(id(paid))) {
                var charge = "ch_" + id(paid);
                shelf.keep(charge, source -> line(source, "charge", amount, FEE, charge(source, id(paid))));
                balance += amount - FEE;
            }
        }
        for (var each : refunds) {
            var refund = JSON.readTree(each);
            var amount = refund.path("amount").asLong();
            if (settled.add(id(refund))) {
                shelf.keep(id(refund), source -> line(source, "refund", -amount, 0, each));
                balance -= amount;
            }
        }
        var paid = balance;
        var json = payouts.keep(payout, id -> """
                {"id":"%s","object":"payout","amount":%d,"arrival_date":1772409600,"created":%d,"currency":"eur",
                 "status":"in_transit"}
                """.formatted(id, paid, Clock.systemUTC().instant().getEpochSecond()));
        shelf.keep(payout, source -> line(source, "payout", -paid, 0, json));
        lines.put(payout, shelf);
    }

    synchronized String payouts(Request request) {
        return payouts.page(request);
    }

    synchronized String lines(Request request) {
        return lines.getOrDefault(request.queryParameter("payout").firstValue(), new StripeShelf()).page(request);
    }

    private static String id(JsonNode object) {
        return object.path("id").asString();
    }

    private static String charge(String id, String intent) {
        return "{\"id\":\"%s\",\"object\":\"charge\",\"payment_intent\":\"%s\"}".formatted(id, intent);
    }

    private static String line(String source, String category, long amount, long fee, String whole) {
        return """
                {"id":"txn_%s","object":"balance_transaction","amount":%d,"created":1772366400,"currency":"eur",
                 "fee":%d,"net":%d,"reporting_category":"%s","source":%s,"type":"%s"}
                """.formatted(source, amount, fee, amount - fee, category, whole, category);
    }
}
