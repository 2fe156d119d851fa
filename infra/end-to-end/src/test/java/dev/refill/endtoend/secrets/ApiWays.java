package dev.refill.endtoend.secrets;

import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where the APIs have room for a text, and how it may be written there. */
final class ApiWays {

    private static final Charset UTF_32 = Charset.forName("UTF-32");

    private final Caller caller;
    private final Made made;
    private final List<Way> ways = new ArrayList<>();

    private ApiWays(Caller caller, Made made) {
        this.caller = caller;
        this.made = made;
    }

    static List<Way> of(Caller caller, Made made) {
        ApiWays all = new ApiWays(caller, made);
        all.orders();
        all.spellings();
        all.money();
        all.subscribers();
        all.operations();
        all.texts();
        return all.ways;
    }

    private void way(String name, Way.Sending sending) {
        ways.add(new Way(name, sending));
    }

    private void orders() {
        way("unknown field",
                (text, i) -> caller.order(i, Caller.valid(i).replace("{", "{\"cardNumber\":\"" + text + "\",")));
        way("name of a field", (text, i) -> caller.order(i, Caller.valid(i).replace("{", "{\"" + text + "\":1,")));
        way("cardOnFile", (text, i) -> caller.order(i, Caller.valid(i).replace("pm_card_visa", text)));
        way("msisdn", (text, i) -> caller.order(i, Caller.valid(i).replace(Caller.number(i), text)));
        way("offer", (text, i) -> caller.order(i, Caller.valid(i).replace("airtime-usd", text)));
        way("currency", (text, i) -> caller.order(i, Caller.valid(i).replace("USD", text)));
        way("mobileMoney", (text, i) -> caller.order(i, Caller.valid(i).replace("cardOnFile", "mobileMoney")
                .replace("pm_card_visa", text)));
        way("amount", (text, i) -> caller.order(i, Caller.valid(i).replace("1000", text.replaceAll("[ -]", ""))));
        way("key of an order",
                (text, i) -> caller.order(i, Caller.valid(i)).setHeader("Idempotency-Key", Caller.inHeader(text)));
        way("quoted key of an order", (text, i) -> caller.order(i, Caller.valid(i))
                .setHeader("Idempotency-Key", "\"order-" + Caller.inHeader(text).replace(' ', '-') + "-1\""));
        way("body that is no JSON", (text, i) -> caller.order(i, "{\"cvc\": " + text));
        way("written in escapes", (text, i) -> caller.order(i, Caller.valid(i).replace("{", "{\"x\":\""
                + text.replace("4", "\\u0034").replace("s", "\\u0073") + "\",")));
        way("id in the path", (text, i) -> caller.get(caller.channel, "/v1/recharges/" + Caller.encoded(text)));
        way("cancelled", (text, i) -> caller.json("POST", caller.channel,
                "/v1/recharges/" + Caller.encoded(text) + "/cancel", ""));
    }

    /** Each is read as the same text. */
    private void spellings() {
        way("in UTF-16", (text, i) -> caller.json(caller.network, "/v1/charging/events", event("u-" + text, i),
                StandardCharsets.UTF_16));
        way("in UTF-32",
                (text, i) -> caller.json(caller.network, "/v1/charging/events", event("u-" + text, i), UTF_32));
        way("behind a line break", (text, i) -> caller.json("POST", caller.network, "/v1/charging/events",
                event("a\\n" + text, i)));
        way("behind an escaped sign", (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/topupBalance", """
                {"amount":{"amount":5,"units":"airtime:USD"},"logicalResource":{"id":"%s"},"description":"\\u2116%s"}"""
                .formatted(Caller.number(i), text)));
        way("as an address", (text, i) -> caller.json("POST", caller.network, "/v1/charging/events",
                event("x%3A" + Caller.encoded(text), i)));
        way("in a field of a field", (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/topupBalance", """
                {"amount":{"amount":5,"units":"airtime:USD"},"logicalResource":{"id":"%s"},"%s":{"value":"%s"}}"""
                .formatted(Caller.number(i), text.startsWith("cvc ") ? "cvc" : "x", text.replace("cvc ", ""))));
        way("as a number", (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/topupBalance", """
                {"amount":{"amount":5,"units":"airtime:USD"},"logicalResource":{"id":"%s"},"x":{"cvc":%s}}"""
                .formatted(Caller.number(i), text.matches("cvc [1-9][0-9]+|[0-9 -]+")
                        ? text.replaceAll("[^0-9]", "")
                        : '"' + text + '"')));
    }

    private void money() {
        way("balance of",
                (text, i) -> caller.get(caller.channel, "/v1/subscribers/" + Caller.encoded(text) + "/balance"));
        way("limit of entries", (text, i) -> caller.get(caller.channel,
                "/v1/subscribers/" + Caller.number(i) + "/entries?limit=" + Caller.encoded(text)));
        way("unknown query", (text, i) -> caller.get(caller.channel,
                "/v1/subscribers/" + Caller.number(i) + "/entries?card=" + Caller.encoded(text) + "&"
                        + Caller.encoded(text)));
        way("event's reference",
                (text, i) -> caller.json("POST", caller.network, "/v1/charging/events", event(text, i)));
        way("event's number", (text, i) -> caller.json("POST", caller.network, "/v1/charging/events",
                event("event-" + i, i).replace(Caller.number(i), text)));
        way("reference of what is given back", (text, i) -> caller.json("POST", caller.network, "/v1/charging/refunds",
                "{\"reference\":\"" + text + "\"}"));
        way("report of a session", (text, i) -> caller.json("POST", caller.network,
                "/v1/charging/sessions/" + made.session() + "/reports",
                "{\"sequence\":2,\"units\":[{\"service\":\"" + text
                        + "\",\"ratingGroup\":1,\"used\":0}]}"));
        way("end of a session", (text, i) -> caller.json("POST", caller.network,
                "/v1/charging/sessions/" + made.session() + "/release",
                "{\"sequence\":3,\"units\":[],\"note\":\"" + text + "\"}"));
        way("destination", (text, i) -> caller.json("POST", caller.network, "/v1/charging/events", """
                {"reference":"to-%d","number":"%s","service":"voice","destination":"%s","quantity":1}"""
                .formatted(i, Caller.number(0), noPhone(text))));
        way("session's reference",
                (text, i) -> caller.json("POST", caller.network, "/v1/charging/sessions",
                        """
                {"reference":"%s","number":"%s","sequence":1,"units":[{"service":"data","ratingGroup":1,"requested":1}]}"""
                                .formatted(text, Caller.number(i))));
        way("key of a transfer",
                (text, i) -> caller.json("POST", caller.transfers, "/v1/transfers",
                        """
                {"from":"%s","to":"%s","amount":1,"unit":"airtime:USD"}""".formatted(Caller.number(i),
                                Caller.number(i + 1)),
                        "Idempotency-Key", text));
        way("note of a transfer", (text, i) -> caller.json("POST", caller.transfers, "/v1/transfers", """
                {"from":"%s","to":"%s","amount":1,"unit":"airtime:USD","note":"%s"}"""
                .formatted(Caller.number(i), Caller.number(i + 1), text), "Idempotency-Key", "transfer-" + i));
        way("description of a top-up", (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/topupBalance", """
                {"amount":{"amount":500,"units":"airtime:USD"},"logicalResource":{"id":"%s"},"voucher":"%s",
                "description":"%s","cardNumber":"%s"}""".formatted(Caller.number(i), text, text, text)));
        way("unknown field of an adjustment",
                (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/adjustBalance", """
                {"amount":{"amount":5,"units":"airtime:USD"},"adjustType":"goodWillCredit",
                "logicalResource":{"id":"%s"},"reason":"%s","x":{"y":["%s"]}}""".formatted(Caller.number(i), text,
                        text)));
        way("paymentMethod of a top-up", (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/topupBalance", """
                {"amount":{"amount":1000,"units":"USD"},"logicalResource":{"id":"%s"},"product":{"id":"airtime-usd"},
                "paymentMethod":{"id":"%s","name":"%s"}}""".formatted(Caller.number(i), text, text),
                "Idempotency-Key", "topup-" + i));
        way("key of a top-up",
                (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/topupBalance",
                        """
                {"amount":{"amount":5,"units":"airtime:USD"},"logicalResource":{"id":"%s"}}"""
                                .formatted(Caller.number(i)),
                        "Idempotency-Key", text.replace(' ', '-')));
        way("name of a bucket", (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/bucket", """
                {"name":"%s","usageType":"data","remainingValue":{"amount":0,"units":"data:byte"},
                "logicalResource":{"id":"%s"},"description":"%s"}""".formatted(text, Caller.number(i), text)));
        way("TMF id", (text, i) -> caller.get(caller.crm, Caller.TMF + "/topupBalance/" + Caller.encoded(text)));
        way("TMF query",
                (text, i) -> caller.get(caller.crm, Caller.TMF + "/bucket?partyAccount.id=" + Caller.encoded(text)));
        way("TMF listener", (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/hub",
                "{\"callback\":\"" + made.address() + "/" + i + "?key=" + Caller.encoded(text) + "\"}"));
        way("query of a TMF listener", (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/hub",
                "{\"callback\":\"" + made.address() + "/" + i + "\",\"query\":\"" + text + "\"}"));
        way("description of a reservation", (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/reserveBalance", """
                {"amount":{"amount":1,"units":"airtime:USD"},"logicalResource":{"id":"%s"},"description":"%s"}"""
                .formatted(Caller.number(0), text)));
        way("new description of a reservation", (text, i) -> caller.json("PATCH", caller.crm,
                Caller.TMF + "/reserveBalance/" + made.reservation(), "{\"description\":\"" + text + "\"}"));
        way("description of a gift", (text, i) -> caller.json("POST", caller.crm, Caller.TMF + "/transferBalance", """
                {"amount":{"amount":1,"units":"airtime:USD"},"logicalResource":{"id":"%s"},
                "receiverLogicalResource":{"id":"%s"},"description":"%s"}"""
                .formatted(Caller.number(0), Caller.number(1), text)));
    }

    /** Fifteen digits alone may be a phone number, and are kept where one is: see docs/concepts/sensitive-data.md. */
    private static String noPhone(String text) {
        return text.matches("[0-9]{15}") ? "no " + text : text;
    }

    private static String event(String reference, int serial) {
        return """
                {"reference":"%s","number":"%s","service":"data","ratingGroup":1,"quantity":1}"""
                .formatted(reference, Caller.number(serial));
    }

    private void operations() {
        way("reason of a refund", (text, i) -> caller.json("POST", caller.operator,
                "/v1/operations/recharges/" + made.orders().get(i % made.orders().size()) + "/refunds",
                "{\"amount\":1,\"currency\":\"USD\",\"reason\":\"paid by " + text + "\"}",
                "If-Match", "\"0\"", "Idempotency-Key", "refund-" + i));
        way("reason of a decision", (text, i) -> caller.json("POST", caller.person,
                "/v1/operations/recharges/" + made.orders().get(i % made.orders().size()) + "/decisions",
                "{\"decision\":\"close\",\"version\":1,\"reason\":\"" + text + "\"}"));
        way("reason of a rejection", (text, i) -> caller.json("POST", caller.person,
                "/v1/operations/refunds/" + made.refunds().get(i % made.refunds().size()) + "/reject",
                "{\"reason\":\"" + text + "\"}"));
        way("reference of a refund", (text, i) -> caller.json("POST", caller.person,
                "/v1/operations/refunds/" + made.refunds().get(i % made.refunds().size()) + "/decisions",
                "{\"decision\":\"succeeded\",\"reference\":\"" + text.replace(' ', '-')
                        + "\",\"reason\":\"seen there\"}"));
        way("reason of a switch",
                (text, i) -> caller.json("POST", caller.operator, "/v1/operations/gateways/momo/switch",
                        "{\"switch\":\"off\",\"reason\":\"" + text + "\"}"));
        way("state to list",
                (text, i) -> caller.get(caller.operator, "/v1/operations/refunds?state=" + Caller.encoded(text)));
        way("event to replay", (text, i) -> caller.json("POST", caller.operator,
                "/v1/operations/webhooks/stripe/" + Caller.encoded(text) + "/replay", "{\"reason\":\"again\"}"));
        way("reason of a replay", (text, i) -> caller.json("POST", caller.operator,
                "/v1/operations/webhooks/stripe/" + made.events().get(i % made.events().size()) + "/replay",
                "{\"reason\":\"" + text + "\"}"));
        way("reason of a tariff", (text, i) -> caller.json("POST", caller.operator,
                "/v1/tariffs/classic/versions?reason=" + Caller.encoded(text), "{\"plan\":\"classic\"}", "If-Match",
                "\"1\""));
        way("reason of a roll-back", (text, i) -> caller.json("POST", caller.operator, "/v1/tariffs/classic/roll-back",
                "{\"version\":1,\"reason\":\"" + text + "\"}", "If-Match", "\"1\""));
        way("plan", (text, i) -> caller.json("POST", caller.operator, "/v1/tariffs/classic/versions?reason=new",
                "plan: classic\ntitle: \"" + text + "\"\n", "If-Match", "\"1\"", "Content-Type", "application/yaml"));
    }

    private void subscribers() {
        way("reason of a subscriber", (text, i) -> caller.json("POST", caller.operator,
                "/v1/subscribers?reason=" + Caller.encoded(text),
                "{\"id\":\"sub_seed" + i + "\",\"numbers\":[\"+1202556" + "%04d".formatted(i % 10_000) + "\"]}"));
        way("language of a subscriber",
                (text, i) -> caller.json("PATCH", caller.operator, "/v1/subscribers/sub_test" + i % 100
                        + "?reason=moved", "{\"language\":\"" + text + "\"}", "If-Match", "\"1\""));
        way("reason of a status",
                (text, i) -> caller.json("POST", caller.operator, "/v1/subscribers/sub_test" + (100 + i % 100)
                        + "/status", "{\"status\":\"barred\",\"reason\":\"" + text + "\"}", "If-Match", "\"1\""));
        way("number to look for",
                (text, i) -> caller.get(caller.operator, "/v1/subscribers?number=" + Caller.encoded(text)));
        way("reason of a number", (text, i) -> caller.json("PUT", caller.operator, "/v1/subscribers/sub_test" + i % 100
                + "/numbers/+1202557" + "%04d".formatted(i % 10_000) + "?reason=" + Caller.encoded(text), "",
                "If-Match", "\"1\""));
        way("reason of a number that goes",
                (text, i) -> caller.json("DELETE", caller.operator, "/v1/subscribers/sub_test"
                        + i % 100 + "/numbers/+12025570000?reason=" + Caller.encoded(text), "", "If-Match", "\"1\""));
        way("number that is given",
                (text, i) -> caller.json("PUT", caller.operator, "/v1/subscribers/sub_test" + i % 100
                        + "/numbers/" + Caller.encoded(noPhone(text)) + "?reason=moved", "", "If-Match", "\"1\""));
    }

    private void texts() {
        way("webhook endpoint", (text, i) -> endpoint(i, Caller.encoded(text)));
        way("webhook endpoint, escaped twice", (text, i) -> endpoint(i, Caller.encoded(Caller.encoded(text))));
        way("webhook endpoint, behind a word", (text, i) -> endpoint(i, "my_" + Caller.encoded(text)));
        way("webhook endpoint, with other spaces",
                (text, i) -> endpoint(i, Caller.encoded(text.replace(' ', '\u00a0'))));
        way("webhook endpoint at a path written otherwise", (text, i) -> caller.json("POST", caller.channel,
                "/v%31/webhook-endpoints", url(i, Caller.encoded(text))));
        way("webhook endpoint in UTF-16", (text, i) -> caller.json(caller.channel, "/v1/webhook-endpoints",
                url(i, Caller.encoded(text)), StandardCharsets.UTF_16));
        way("webhook endpoint in UTF-32", (text, i) -> caller.json(caller.channel, "/v1/webhook-endpoints",
                url(i, Caller.encoded(text)), UTF_32));
        way("types of a webhook endpoint", (text, i) -> caller.json("POST", caller.channel, "/v1/webhook-endpoints",
                "{\"url\":\"http://127.0.0.1:1/hooks\",\"types\":[\"" + text + "\"]}"));
        way("any header",
                (text, i) -> caller.get(caller.channel, "/v1/recharges/rch_00000000000000000000000000", "X-Card", text,
                        "X-Request-Id", text, "traceparent", text, "User-Agent", text, "Referer", text, "If-Match",
                        text));
        way("type of the body", (text, i) -> caller.order(i, Caller.valid(i))
                .setHeader("Content-Type", "application/" + Caller.inHeader(text).replace(' ', '-')));
        way("type of the answer",
                (text, i) -> caller.get(caller.channel, "/v1/recharges/rch_00000000000000000000000000")
                        .setHeader("Accept", "application/" + Caller.inHeader(text).replace(' ', '-')));
        way("method",
                (text, i) -> caller.request("DELETE", "/v1/recharges/" + Caller.encoded(text), "", "Authorization",
                        "Bearer " + caller.channel));
    }

    private HttpRequest.Builder endpoint(int serial, String key) {
        return caller.json("POST", caller.channel, "/v1/webhook-endpoints", url(serial, key));
    }

    private String url(int serial, String key) {
        return "{\"url\":\"" + made.address() + "/" + serial + "?key=" + key + "\"}";
    }
}
