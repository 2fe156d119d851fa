package dev.refill.endtoend.secrets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.refill.endtoend.stack.StripeSignature;
import dev.refill.sandbox.SandboxSettings;

/** Where webhooks, the pages and whoever does not get in have room for a text. */
final class DoorWays {

    private final Caller caller;
    private final Made made;
    private final List<Way> ways = new ArrayList<>();

    private DoorWays(Caller caller, Made made) {
        this.caller = caller;
        this.made = made;
    }

    static List<Way> of(Caller caller, Made made) {
        DoorWays all = new DoorWays(caller, made);
        all.webhooks();
        all.pages();
        all.operatorsPages();
        all.doors();
        return all.ways;
    }

    private void way(String name, Way.Sending sending) {
        ways.add(new Way(name, sending));
    }

    private void webhooks() {
        for (String gateway : List.of("stripe", "adyen", "paypal", "momo")) {
            way("forged webhook of " + gateway, (text, i) -> caller.request("POST", "/webhooks/" + gateway,
                    forged(text, i), "Content-Type", "application/json",
                    "Stripe-Signature", "t=1767225600,v1=" + Caller.encoded(text),
                    "paypal-transmission-id", text, "paypal-cert-url",
                    "https://api.paypal.com/" + Caller.encoded(text)));
        }
        way("webhook that is signed", (text, i) -> {
            String body = signed(text, i);
            return caller.request("POST", "/webhooks/stripe", body, "Content-Type", "application/json",
                    "Stripe-Signature",
                    StripeSignature.of(body.getBytes(StandardCharsets.UTF_8), SandboxSettings.DEFAULT_WEBHOOK_SECRET));
        });
        way("address of a callback",
                (text, i) -> caller.request("PUT", "/webhooks/momo/" + Caller.encoded(text), forged(text, i),
                        "Content-Type", "application/json"));
        way("unknown gateway",
                (text, i) -> caller.request("POST", "/webhooks/" + Caller.encoded(text), forged(text, i)));
    }

    private static String forged(String text, int serial) {
        return """
                {"id":"evt_%d","object":"event","type":"payment_intent.succeeded","card":{"number":"%s","cvc":"%s"},
                "notificationItems":[{"NotificationRequestItem":{"additionalData":{"hmacSignature":"%s"},"reason":"%s"}}],
                "externalId":"%s"}""".formatted(serial, text, text, text, text, text);
    }

    /** What a customer has written at the provider comes with its events. */
    private static String signed(String text, int serial) {
        return """
                {"id":"evt_signed_%d","object":"event","api_version":"2026-07-29.dahlia","created":1767225600,"livemode":false,
                "type":"payment_intent.succeeded","data":{"object":{"id":"pi_x","object":"payment_intent","amount":1000,
                "amount_received":1000,"currency":"usd","status":"succeeded","livemode":false,"description":"%s",
                "shipping":{"name":"by %s"},"metadata":{"operation_key":"pay_nobody_knows_this_one_0000","%s":"x"}}}}"""
                .formatted(serial, text, text, text);
    }

    private void pages() {
        way("checkout: number", (text, i) -> caller.form("/recharge/amount", "number=" + Caller.encoded(text)));
        way("checkout: amount",
                (text, i) -> caller.form("/recharge/summary", "number=" + Caller.encoded(Caller.number(i))
                        + "&choice=airtime-usd%3Aown&own-airtime-usd=" + Caller.encoded(text)));
        way("checkout: everything",
                (text, i) -> caller.form("/recharge/pay", "number=" + Caller.encoded(Caller.number(i))
                        + "&choice=" + Caller.encoded(text) + "&payer=" + Caller.encoded(text) + "&key="
                        + Caller.encoded(text) + "&own-"
                        + Caller.encoded(text) + "=1&card=" + Caller.encoded(text)));
        way("checkout: query",
                (text, i) -> caller.request("GET", "/recharge?card=" + Caller.encoded(text), "", "Accept",
                        "text/html"));
        way("order's page",
                (text, i) -> caller.request("GET", "/orders/" + Caller.encoded(text), "", "Accept", "text/html"));
        way("no page", (text, i) -> caller.request("GET", "/" + Caller.encoded(text) + "?" + Caller.encoded(text), ""));
        way("without the form's key",
                (text, i) -> caller.request("POST", "/recharge/pay", "number=" + Caller.encoded(text),
                        "Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"));
    }

    /** Of who is signed in. */
    private void operatorsPages() {
        way("operator's decision", (text, i) -> caller.operatorsForm(
                "/operations/recharges/" + made.orders().get(i % made.orders().size()) + "/decisions",
                "decision=close&version=1&reason=" + Caller.encoded(text)));
        way("operator's replay", (text, i) -> caller.operatorsForm(
                "/operations/webhooks/stripe/" + made.events().get(i % made.events().size()) + "/replay",
                "reason=" + Caller.encoded(text)));
        way("operator's order", (text, i) -> caller.operatorsForm(
                "/operations/recharges/" + Caller.encoded(text) + "/look-up", "a=" + Caller.encoded(text)));
    }

    private void doors() {
        way("as a bearer token", (text, i) -> caller.get(text, "/v1/recharges/rch_00000000000000000000000000"));
        way("as a key of Basic",
                (text, i) -> caller.request("GET", "/v1/recharges/x", "", "Authorization", "Basic " + text));
        way("token in the query",
                (text, i) -> caller.request("GET", "/v1/recharges/x?access_token=" + Caller.encoded(text), ""));
        way("without a token",
                (text, i) -> caller.request("POST", "/v1/recharges/" + Caller.encoded(text), "{\"cvc\":\"" + text
                        + "\"}", "Content-Type", "application/json"));
        way("path written oddly", (text, i) -> caller.get(caller.channel,
                "/v1//" + Caller.encoded(text) + ";card=" + Caller.encoded(text)));
    }
}
