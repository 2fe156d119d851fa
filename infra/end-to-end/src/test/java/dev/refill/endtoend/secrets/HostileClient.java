package dev.refill.endtoend.secrets;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.World;

/** A careless or hostile client: puts a text wherever a request has room for one, and keeps what it is told. */
public final class HostileClient {

    private static final String TMF = "/tmf-api/prepayBalanceManagement/v4";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    private final Node node;
    private final List<String> orders;
    private final String channel;
    private final String operator;
    private final String person;
    private final String network;
    private final String crm;
    private final String transfers;
    private final String cookie;
    private final String csrf;
    private final List<Way> ways = new ArrayList<>();
    private final AtomicInteger serials = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();

    private record Way(String name, Sending sending) {}

    @FunctionalInterface
    private interface Sending {

        /** @param serial another each time */
        HttpRequest.Builder of(String text, int serial);
    }

    /** @param orders that are paid, to ask for refunds of */
    public HostileClient(World world, Node node, List<String> orders) {
        this.node = node;
        this.orders = orders;
        this.channel = world.token();
        this.operator = world.issuer().client("operator", "operations");
        this.person = world.issuer().person("anna", "operations");
        this.network = world.issuer().client("demo-network", "charging");
        this.crm = world.issuer().client("demo-crm", "tmf654", "balances:adjust");
        this.transfers = world.issuer().client("demo-app", "transfers");
        HttpResponse<byte[]> start = exchange(HttpRequest.newBuilder(node.base()).header("Accept", "text/html"));
        this.cookie = String.join("; ", start.headers().allValues("Set-Cookie").stream()
                .map(set -> set.replaceAll(";.*", "")).toList());
        Matcher field = CSRF.matcher(new String(start.body(), StandardCharsets.UTF_8));
        this.csrf = field.find() ? field.group(1) : "";
        orders();
        money();
        operations();
        texts();
        webhooks();
        pages();
        doors();
    }

    public int requests() {
        return requests.get();
    }

    public int ways() {
        return ways.size();
    }

    public Collection<Refusal> refusals() {
        return refusals;
    }

    /** Sends a text in so many ways, others each time, so that many texts come in all ways. */
    public void send(String text, int times) {
        for (int time = 0; time < times; time++) {
            int serial = serials.getAndIncrement();
            Way way = ways.get(serial % ways.size());
            note(way.name(), exchange(way.sending().of(text, serial)));
        }
    }

    /** Sends one more request, whatever it is. */
    public void ask(String path, String... headers) {
        note("GET " + path.replaceAll("[A-Za-z0-9_-]{24,}", "…"), exchange(request("GET", path, "", headers)));
    }

    private void note(String name, HttpResponse<byte[]> answer) {
        requests.incrementAndGet();
        if (answer.statusCode() >= 400) {
            refusals.add(Refusal.of(name, answer));
        }
    }

    private static HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private HttpRequest.Builder request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.base().toString() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    private HttpRequest.Builder get(String token, String path, String... headers) {
        return request("GET", path, "", headers).setHeader("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder json(String method, String token, String path, String body, String... headers) {
        HttpRequest.Builder request = request(method, path, body, "Authorization", "Bearer " + token, "Content-Type",
                "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    private HttpRequest.Builder order(int serial, String body) {
        return json("POST", channel, "/v1/recharges", body, "Idempotency-Key", "hostile-" + serial);
    }

    private HttpRequest.Builder form(String path, String fields) {
        return request("POST", path, fields + "&_csrf=" + encoded(csrf), "Content-Type",
                "application/x-www-form-urlencoded", "Cookie", cookie, "Accept", "text/html");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String number(int serial) {
        return World.msisdn(serial % 100);
    }

    private static String valid(int serial) {
        return Api.recharge(number(serial), 1_000, "pm_card_visa");
    }

    private void way(String name, Sending sending) {
        ways.add(new Way(name, sending));
    }

    private void orders() {
        way("unknown field", (text, i) -> order(i, valid(i).replace("{", "{\"cardNumber\":\"" + text + "\",")));
        way("name of a field", (text, i) -> order(i, valid(i).replace("{", "{\"" + text + "\":1,")));
        way("cardOnFile", (text, i) -> order(i, valid(i).replace("pm_card_visa", text)));
        way("msisdn", (text, i) -> order(i, valid(i).replace(number(i), text)));
        way("offer", (text, i) -> order(i, valid(i).replace("airtime-usd", text)));
        way("currency", (text, i) -> order(i, valid(i).replace("USD", text)));
        way("mobileMoney", (text, i) -> order(i, valid(i).replace("cardOnFile", "mobileMoney")
                .replace("pm_card_visa", text)));
        way("amount", (text, i) -> order(i, valid(i).replace("1000", text.replaceAll("[ -]", ""))));
        way("key of an order", (text, i) -> order(i, valid(i)).setHeader("Idempotency-Key", text));
        way("quoted key of an order", (text, i) -> order(i, valid(i))
                .setHeader("Idempotency-Key", "\"order-" + text.replace(' ', '-') + "-1\""));
        way("body that is no JSON", (text, i) -> order(i, "{\"cvc\": " + text));
        way("written in escapes", (text, i) -> order(i, valid(i).replace("{", "{\"x\":\""
                + text.replace("4", "\\u0034").replace("s", "\\u0073") + "\",")));
        way("id in the path", (text, i) -> get(channel, "/v1/recharges/" + encoded(text)));
        way("cancelled", (text, i) -> json("POST", channel, "/v1/recharges/" + encoded(text) + "/cancel", ""));
    }

    private void money() {
        way("balance of", (text, i) -> get(channel, "/v1/subscribers/" + encoded(text) + "/balance"));
        way("limit of entries", (text, i) -> get(channel,
                "/v1/subscribers/" + number(i) + "/entries?limit=" + encoded(text)));
        way("unknown query", (text, i) -> get(channel,
                "/v1/subscribers/" + number(i) + "/entries?card=" + encoded(text) + "&" + encoded(text)));
        way("event's reference", (text, i) -> json("POST", network, "/v1/charging/events", event(text, i)));
        way("event's number", (text, i) -> json("POST", network, "/v1/charging/events",
                event("event-" + i, i).replace(number(i), text)));
        way("session's reference",
                (text, i) -> json("POST", network, "/v1/charging/sessions",
                        """
                {"reference":"%s","number":"%s","sequence":1,"units":[{"service":"data","ratingGroup":1,"requested":1}]}"""
                                .formatted(text, number(i))));
        way("key of a transfer", (text, i) -> json("POST", transfers, "/v1/transfers", """
                {"from":"%s","to":"%s","amount":1,"unit":"airtime:USD"}""".formatted(number(i), number(i + 1)),
                "Idempotency-Key", text));
        way("note of a transfer", (text, i) -> json("POST", transfers, "/v1/transfers", """
                {"from":"%s","to":"%s","amount":1,"unit":"airtime:USD","note":"%s"}"""
                .formatted(number(i), number(i + 1), text), "Idempotency-Key", "transfer-" + i));
        way("description of a top-up", (text, i) -> json("POST", crm, TMF + "/topupBalance", """
                {"amount":{"amount":500,"units":"airtime:USD"},"logicalResource":{"id":"%s"},"voucher":"%s",
                "description":"%s","cardNumber":"%s"}""".formatted(number(i), text, text, text)));
        way("unknown field of an adjustment", (text, i) -> json("POST", crm, TMF + "/adjustBalance", """
                {"amount":{"amount":5,"units":"airtime:USD"},"adjustType":"goodWillCredit",
                "logicalResource":{"id":"%s"},"reason":"%s","x":{"y":["%s"]}}""".formatted(number(i), text, text)));
        way("paymentMethod of a top-up", (text, i) -> json("POST", crm, TMF + "/topupBalance", """
                {"amount":{"amount":1000,"units":"USD"},"logicalResource":{"id":"%s"},"product":{"id":"airtime-usd"},
                "paymentMethod":{"id":"%s","name":"%s"}}""".formatted(number(i), text, text),
                "Idempotency-Key", "topup-" + i));
        way("key of a top-up", (text, i) -> json("POST", crm, TMF + "/topupBalance", """
                {"amount":{"amount":5,"units":"airtime:USD"},"logicalResource":{"id":"%s"}}""".formatted(number(i)),
                "Idempotency-Key", text.replace(' ', '-')));
        way("name of a bucket", (text, i) -> json("POST", crm, TMF + "/bucket", """
                {"name":"%s","usageType":"data","remainingValue":{"amount":0,"units":"data:byte"},
                "logicalResource":{"id":"%s"},"description":"%s"}""".formatted(text, number(i), text)));
        way("TMF id", (text, i) -> get(crm, TMF + "/topupBalance/" + encoded(text)));
        way("TMF query", (text, i) -> get(crm, TMF + "/bucket?partyAccount.id=" + encoded(text)));
        way("TMF listener", (text, i) -> json("POST", crm, TMF + "/hub",
                "{\"callback\":\"https://listener" + i + ".example/hook?key=" + encoded(text) + "\",\"query\":\"" + text
                        + "\"}"));
    }

    private static String event(String reference, int serial) {
        return """
                {"reference":"%s","number":"%s","service":"data","ratingGroup":1,"quantity":1}"""
                .formatted(reference, number(serial));
    }

    private void operations() {
        way("reason of a refund", (text, i) -> json("POST", operator,
                "/v1/operations/recharges/" + orders.get(i % orders.size()) + "/refunds",
                "{\"amount\":1,\"currency\":\"USD\",\"reason\":\"paid by " + text + "\"}",
                "If-Match", "\"0\"", "Idempotency-Key", "refund-" + i));
        way("reason of a decision", (text, i) -> json("POST", person,
                "/v1/operations/recharges/" + orders.get(i % orders.size()) + "/decisions",
                "{\"decision\":\"close\",\"version\":1,\"reason\":\"" + text + "\"}"));
        way("reason of a rejection", (text, i) -> json("POST", person,
                "/v1/operations/refunds/rfd_00000000000000000000000000/reject", "{\"reason\":\"" + text + "\"}"));
        way("state to list", (text, i) -> get(operator, "/v1/operations/refunds?state=" + encoded(text)));
        way("event to replay", (text, i) -> json("POST", operator,
                "/v1/operations/webhooks/stripe/" + encoded(text) + "/replay", "{\"reason\":\"" + text + "\"}"));
        way("reason of a tariff", (text, i) -> json("POST", operator,
                "/v1/tariffs/classic/versions?reason=" + encoded(text), "{\"plan\":\"classic\"}", "If-Match", "\"1\""));
        way("reason of a roll-back", (text, i) -> json("POST", operator, "/v1/tariffs/classic/roll-back",
                "{\"version\":1,\"reason\":\"" + text + "\"}", "If-Match", "\"1\""));
        way("plan", (text, i) -> json("POST", operator, "/v1/tariffs/classic/versions?reason=new",
                "plan: classic\ntitle: \"" + text + "\"\n", "If-Match", "\"1\"", "Content-Type", "application/yaml"));
        way("reason of a subscriber", (text, i) -> json("POST", operator, "/v1/subscribers?reason=" + encoded(text),
                "{\"id\":\"sub_seed" + i + "\",\"numbers\":[\"+1202556" + "%04d".formatted(i % 10_000) + "\"]}"));
        way("language of a subscriber", (text, i) -> json("PATCH", operator, "/v1/subscribers/sub_test" + i % 100
                + "?reason=moved", "{\"language\":\"" + text + "\"}", "If-Match", "\"1\""));
        way("reason of a status", (text, i) -> json("POST", operator, "/v1/subscribers/sub_test" + (100 + i % 100)
                + "/status", "{\"status\":\"barred\",\"reason\":\"" + text + "\"}", "If-Match", "\"1\""));
        way("number to look for", (text, i) -> get(operator, "/v1/subscribers?number=" + encoded(text)));
    }

    private void texts() {
        way("webhook endpoint", (text, i) -> json("POST", channel, "/v1/webhook-endpoints",
                "{\"url\":\"https://partner" + i + ".example/hooks?key=" + encoded(text) + "\"}"));
        way("types of a webhook endpoint", (text, i) -> json("POST", channel, "/v1/webhook-endpoints",
                "{\"url\":\"https://partner.example/hooks\",\"types\":[\"" + text + "\"]}"));
        way("any header", (text, i) -> get(channel, "/v1/recharges/rch_00000000000000000000000000", "X-Card", text,
                "X-Request-Id", text, "traceparent", text, "User-Agent", text, "Referer", text, "If-Match", text));
        way("type of the body", (text, i) -> order(i, valid(i))
                .setHeader("Content-Type", "application/" + text.replace(' ', '-')));
        way("type of the answer", (text, i) -> get(channel, "/v1/recharges/rch_00000000000000000000000000")
                .setHeader("Accept", "application/" + text.replace(' ', '-')));
        way("method", (text, i) -> request("DELETE", "/v1/recharges/" + encoded(text), "", "Authorization",
                "Bearer " + channel));
    }

    private void webhooks() {
        for (String gateway : List.of("stripe", "adyen", "paypal", "momo")) {
            way("forged webhook of " + gateway, (text, i) -> request("POST", "/webhooks/" + gateway,
                    forged(text, i), "Content-Type", "application/json",
                    "Stripe-Signature", "t=1767225600,v1=" + encoded(text),
                    "paypal-transmission-id", text, "paypal-cert-url", "https://api.paypal.com/" + encoded(text)));
        }
        way("address of a callback", (text, i) -> request("PUT", "/webhooks/momo/" + encoded(text), forged(text, i),
                "Content-Type", "application/json"));
        way("unknown gateway", (text, i) -> request("POST", "/webhooks/" + encoded(text), forged(text, i)));
    }

    private static String forged(String text, int serial) {
        return """
                {"id":"evt_%d","object":"event","type":"payment_intent.succeeded","card":{"number":"%s","cvc":"%s"},
                "notificationItems":[{"NotificationRequestItem":{"additionalData":{"hmacSignature":"%s"},"reason":"%s"}}],
                "externalId":"%s"}""".formatted(serial, text, text, text, text, text);
    }

    private void pages() {
        way("checkout: number", (text, i) -> form("/recharge/amount", "number=" + encoded(text)));
        way("checkout: amount", (text, i) -> form("/recharge/summary", "number=" + encoded(number(i))
                + "&choice=airtime-usd%3Aown&own-airtime-usd=" + encoded(text)));
        way("checkout: everything", (text, i) -> form("/recharge/pay", "number=" + encoded(number(i))
                + "&choice=" + encoded(text) + "&payer=" + encoded(text) + "&key=" + encoded(text) + "&own-"
                + encoded(text) + "=1&card=" + encoded(text)));
        way("checkout: query", (text, i) -> request("GET", "/recharge?card=" + encoded(text), "", "Accept",
                "text/html"));
        way("order's page", (text, i) -> request("GET", "/orders/" + encoded(text), "", "Accept", "text/html"));
        way("no page", (text, i) -> request("GET", "/" + encoded(text) + "?" + encoded(text), ""));
        way("without the form's key", (text, i) -> request("POST", "/recharge/pay", "number=" + encoded(text),
                "Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html"));
    }

    private void doors() {
        way("as a bearer token", (text, i) -> get(text, "/v1/recharges/rch_00000000000000000000000000"));
        way("as a key of Basic", (text, i) -> request("GET", "/v1/recharges/x", "", "Authorization", "Basic " + text));
        way("token in the query", (text, i) -> request("GET", "/v1/recharges/x?access_token=" + encoded(text), ""));
        way("without a token", (text, i) -> request("POST", "/v1/recharges/" + encoded(text), "{\"cvc\":\"" + text
                + "\"}", "Content-Type", "application/json"));
        way("path written oddly", (text, i) -> get(channel, "/v1//" + encoded(text) + ";card=" + encoded(text)));
    }
}
