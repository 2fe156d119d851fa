package dev.refill.sandbox.stripe;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.stripe.checkout.CheckoutOperations;
import dev.refill.sandbox.stripe.dispute.DisputeOperations;
import dev.refill.sandbox.stripe.event.EventOperations;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.payment.PaymentOperations;
import dev.refill.sandbox.stripe.refund.RefundOperations;
import dev.refill.sandbox.stripe.settlement.SettlementOperations;
import dev.refill.sandbox.stripe.wire.Operation;

/** Which method and path is which operation. */
final class Routes {

    private static final String BASE = "/v1/";

    private final Map<String, Named> routes;

    Routes(StripeJson json) {
        routes = Map.ofEntries(
                route("POST payment_intents", "payment_intents.create", PaymentOperations.create()),
                route("GET payment_intents", "payment_intents.list", PaymentOperations.list(json)),
                route("GET payment_intents/search", "payment_intents.search", PaymentOperations.search(json)),
                route("GET payment_intents/*", "payment_intents.retrieve", PaymentOperations.retrieve()),
                route("POST payment_intents/*/confirm", "payment_intents.confirm", PaymentOperations.confirm()),
                route("POST payment_intents/*/cancel", "payment_intents.cancel", PaymentOperations.cancel()),
                route("GET charges/*", "charges.retrieve", PaymentOperations.retrieveCharge()),
                route("GET charges", "charges.list", PaymentOperations.listCharges(json)),
                route("DELETE customers/*", "customers.delete", PaymentOperations.deleteCustomer()),
                route("POST refunds", "refunds.create", RefundOperations.create()),
                route("GET refunds", "refunds.list", RefundOperations.list(json)),
                route("GET refunds/*", "refunds.retrieve", RefundOperations.retrieve()),
                route("GET disputes", "disputes.list", DisputeOperations.list(json)),
                route("GET disputes/*", "disputes.retrieve", DisputeOperations.retrieve()),
                route("POST disputes/*/close", "disputes.close", DisputeOperations.close()),
                route("GET payouts", "payouts.list", SettlementOperations.listPayouts()),
                route("GET payouts/*", "payouts.retrieve", SettlementOperations.retrievePayout()),
                route("GET balance_transactions", "balance_transactions.list",
                        SettlementOperations.listTransactions(json)),
                route("POST checkout/sessions", "checkout.sessions.create", CheckoutOperations.create()),
                route("GET checkout/sessions", "checkout.sessions.list", CheckoutOperations.list(json)),
                route("GET checkout/sessions/*", "checkout.sessions.retrieve", CheckoutOperations.retrieve()),
                route("POST checkout/sessions/*/expire", "checkout.sessions.expire", CheckoutOperations.expire()),
                route("GET events", "events.list", EventOperations.list(json)),
                route("GET events/*", "events.retrieve", EventOperations.retrieve(json)),
                route("POST webhook_endpoints", "webhook_endpoints.create", EventOperations.createEndpoint()),
                route("GET webhook_endpoints", "webhook_endpoints.list", EventOperations.listEndpoints(json)),
                route("GET webhook_endpoints/*", "webhook_endpoints.retrieve", EventOperations.retrieveEndpoint(json)),
                route("DELETE webhook_endpoints/*", "webhook_endpoints.delete", EventOperations.deleteEndpoint()));
    }

    /** Null when there is no such operation. */
    @Nullable
    Match find(String method, String path) {
        if (!path.startsWith(BASE)) {
            return null;
        }
        String rest = path.substring(BASE.length());
        Named literal = routes.get(method + " " + rest);
        return literal == null ? withId(method, rest.split("/", -1)) : new Match(literal.name, literal.operation, "");
    }

    private @Nullable Match withId(String method, String[] parts) {
        for (int at = 1; at < parts.length; at++) {
            String id = parts[at];
            parts[at] = "*";
            Named named = id.isEmpty() ? null : routes.get(method + " " + String.join("/", parts));
            if (named != null) {
                return new Match(named.name, named.operation, id);
            }
            parts[at] = id;
        }
        return null;
    }

    private static Map.Entry<String, Named> route(String pattern, String name, Operation operation) {
        return Map.entry(pattern, new Named(name, operation));
    }

    /** @param name as the fault switches call it */
    record Match(String name, Operation operation, String id) {}

    private record Named(String name, Operation operation) {}
}
