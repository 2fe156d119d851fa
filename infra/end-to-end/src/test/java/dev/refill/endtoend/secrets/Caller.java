package dev.refill.endtoend.secrets;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.OperatorSession;
import dev.refill.endtoend.stack.World;

/** Whoever may call a node: with the tokens of a channel, an operator, a network, a CRM, and as two browsers. */
final class Caller {

    static final String TMF = "/tmf-api/prepayBalanceManagement/v4";
    private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}");
    private static final int MOST_GROUPS = 5;
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    final String channel;
    final String operator;
    final String person;
    final String network;
    final String crm;
    final String transfers;
    private final URI node;
    private final OperatorSession session;
    private final String cookie;
    private final String formToken;

    Caller(World world, Node node) {
        this.node = node.base();
        this.channel = world.token();
        this.operator = world.issuer().client("operator", "operations");
        this.person = world.issuer().person("anna", "operations");
        this.network = world.issuer().client("demo-network", "charging");
        this.crm = world.issuer().client("demo-crm", "tmf654", "balances:adjust");
        this.transfers = world.issuer().client("demo-app", "transfers");
        this.session = new OperatorSession(world, node);
        HttpResponse<byte[]> start = exchange(request("GET", "/", "", "Accept", "text/html"));
        this.cookie = String.join("; ", start.headers().allValues("Set-Cookie").stream()
                .map(set -> set.replaceAll(";.*", "")).toList());
        Matcher field = FORM_TOKEN.matcher(new String(start.body(), StandardCharsets.UTF_8));
        this.formToken = field.find() ? field.group(1) : "";
    }

    static HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    HttpRequest.Builder request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node + path))
                .method(method, BodyPublishers.ofString(body));
        set(request, headers);
        return request;
    }

    private static void set(HttpRequest.Builder request, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], inHeader(headers[i + 1]));
        }
    }

    HttpRequest.Builder get(String token, String path, String... headers) {
        return request("GET", path, "", headers).setHeader("Authorization", inHeader("Bearer " + token));
    }

    HttpRequest.Builder json(String method, String token, String path, String body, String... headers) {
        HttpRequest.Builder request = request(method, path, body, "Authorization", "Bearer " + token, "Content-Type",
                "application/json");
        set(request, headers);
        return request;
    }

    /** The same in another encoding, which JSON tells by its first bytes. */
    HttpRequest.Builder json(String token, String path, String body, Charset encoding, String... headers) {
        return json("POST", token, path, "", headers).POST(BodyPublishers.ofByteArray(body.getBytes(encoding)));
    }

    HttpRequest.Builder order(int serial, String body) {
        return json("POST", channel, "/v1/recharges", body, "Idempotency-Key", "hostile-" + serial);
    }

    /** A guest's form. */
    HttpRequest.Builder form(String path, String fields) {
        return form(path, fields, cookie, formToken);
    }

    /** A form of an operator who has signed in. */
    HttpRequest.Builder operatorsForm(String path, String fields) {
        return form(path, fields, session.cookie(), session.formToken());
    }

    private HttpRequest.Builder form(String path, String fields, String cookies, String token) {
        return request("POST", path, fields + "&_csrf=" + encoded(token), "Content-Type",
                "application/x-www-form-urlencoded", "Cookie", cookies, "Accept", "text/html");
    }

    /** Only ASCII gets into a header: digits of another script are those, and what nobody sees is a hyphen between groups, otherwise left out. */
    static String inHeader(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        boolean isInGroups = UNSEEN.matcher(plain).results().count() < MOST_GROUPS;
        return UNSEEN.matcher(plain).replaceAll(isInGroups ? "-" : "");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String number(int serial) {
        return World.msisdn(serial % 100);
    }

    static String valid(int serial) {
        return Api.recharge(number(serial), 1_000, "pm_card_visa");
    }
}
