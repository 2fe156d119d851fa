package dev.refill.gateways.adyen;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.testkit.gateway.ProviderAnswers;
import dev.refill.testkit.gateway.Situation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

/** What Adyen answers in each situation: as its documentation says, with a memory for what was asked of it. */
final class AdyenAnswers extends ProviderAnswers {

    private static final JsonMapper JSON = new JsonMapper();

    /** Answers by idempotency key, and links by id. */
    private final Map<String, String> kept = new LinkedHashMap<>();

    @Override
    protected synchronized int captures(String key) {
        return kept.getOrDefault(key, "").contains("\"Authorised\"") ? 1 : 0;
    }

    @Override
    protected synchronized int refunds(String key) {
        return kept.getOrDefault(key, "").contains("\"paymentPspReference\"") ? 1 : 0;
    }

    @Override
    protected void customerPays(String link) {
        change(link, json -> json.replace("\"active\"", "\"completed\""));
    }

    @Override
    protected ResponseDefinitionBuilder answered(Request request) {
        return request.getMethod().equals(RequestMethod.GET) ? link(request) : posted(request);
    }

    private ResponseDefinitionBuilder posted(Request request) {
        return switch (situation()) {
            case Situation.Approves() -> carriedOut(request, "Authorised", "");
            case Situation.SearchIsBehind() -> carriedOut(request, "Authorised", "");
            case Situation.RefundsTakeTime() -> carriedOut(request, "Authorised", "");
            case Situation.RefundsComeBack() -> carriedOut(request, "Authorised", "");
            case Situation.AsksForAuthentication() -> json(201, "{\"resultCode\":\"RedirectShopper\",\"action\":"
                    + "{\"type\":\"redirect\",\"method\":\"GET\",\"url\":\"https://issuer.example/3ds\"}}");
            case Situation.Declines(var code) -> carriedOut(request, "Refused", code);
            case Situation.LosesAnswers() ->
                afterwards(request, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
            case Situation.AnswersTooLate() -> carriedOut(request, "Authorised", "")
                    .withFixedDelay((int) TestAdyen.PATIENCE.plusSeconds(3).toMillis());
            case Situation.FailsAfterCharging() -> afterwards(request, error(500, "905", "configuration"));
            case Situation.SaysKeyIsInUse() -> error(422, "704", "validation");
            case Situation.LimitsTheRate(var retryAfter) -> error(429, "", "security")
                    .withHeader("Retry-After", String.valueOf(retryAfter.toSeconds()));
            case Situation.RefusesConnections() -> throw new IllegalStateException("nobody listens");
            case Situation.AnswersFromElsewhere() -> throw new IllegalStateException("somebody else answers");
        };
    }

    private ResponseDefinitionBuilder carriedOut(Request request, String result, String refusal) {
        var path = request.getUrl();
        if (request.getMethod().equals(RequestMethod.PATCH)) {
            return expired(path.substring(path.lastIndexOf('/') + 1));
        }
        var key = request.header("Idempotency-Key").firstValue();
        var body = JSON.readTree(request.getBody());
        if (path.equals("/paymentLinks")) {
            return json(201, opened(key, body));
        }
        return json(200, keep(key, path.equals("/payments")
                ? () -> payment(key, body, result, refusal)
                : () -> refund(key, body, path.split("/", -1)[2])));
    }

    /** What was done stays done; this is what is heard of it. */
    private ResponseDefinitionBuilder afterwards(Request request, ResponseDefinitionBuilder heard) {
        carriedOut(request, "Authorised", "");
        return heard;
    }

    private String opened(String key, JsonNode body) {
        var id = "PL" + key.replaceAll("[^0-9A-Za-z]", "").substring(3, 19).toUpperCase(Locale.ROOT);
        return keep(id, () -> """
                {"id":"%s","status":"active","url":"https://test.adyen.link/%s","merchantAccount":"%s","reference":"%s",
                 "amount":%s,"reusable":false,"expiresAt":"2026-03-02T12:00:00Z"}
                """.formatted(id, id, TestAdyen.MERCHANT_ACCOUNT, text(body, "reference"), body.path("amount")));
    }

    private static String payment(String key, JsonNode body, String result, String refusal) {
        return """
                {"pspReference":"%s","resultCode":"%s","merchantReference":"%s","amount":%s%s}
                """.formatted(reference(key), result, text(body, "reference"), body.path("amount"), refusal.isEmpty()
                ? ""
                : ",\"refusalReasonCode\":\"" + refusal + "\",\"refusalReason\":\"…\"");
    }

    private static String refund(String key, JsonNode body, String payment) {
        return """
                {"merchantAccount":"%s","paymentPspReference":"%s","reference":"%s","pspReference":"%s",
                 "status":"received","amount":%s}
                """.formatted(TestAdyen.MERCHANT_ACCOUNT, payment, text(body, "reference"), reference(key),
                body.path("amount"));
    }

    private ResponseDefinitionBuilder expired(String link) {
        var open = String.valueOf(named(link)).contains("\"active\"");
        change(link, json -> json.replace("\"active\"", "\"expired\""));
        return open ? json(200, String.valueOf(named(link))) : error(422, "14_0417", "validation");
    }

    private ResponseDefinitionBuilder link(Request request) {
        var link = named(request.getUrl().substring(request.getUrl().lastIndexOf('/') + 1));
        return link == null ? error(422, "14_0416", "validation") : json(200, link);
    }

    private synchronized String keep(String key, Supplier<String> made) {
        return kept.computeIfAbsent(key, _key -> made.get());
    }

    private synchronized @Nullable String named(String id) {
        return kept.get(id);
    }

    private synchronized void change(String id, UnaryOperator<String> change) {
        kept.computeIfPresent(id, (_id, json) -> change.apply(json));
    }

    private static String reference(String key) {
        return "PSP" + Integer.toHexString(key.hashCode()).toUpperCase(Locale.ROOT);
    }

    private static String text(JsonNode body, String field) {
        return body.path(field).asString();
    }

    private static ResponseDefinitionBuilder error(int status, String code, String type) {
        return json(status, "{\"status\":%d,\"errorCode\":\"%s\",\"message\":\"…\",\"errorType\":\"%s\"}"
                .formatted(status, code, type));
    }

    private static ResponseDefinitionBuilder json(int status, String json) {
        return aResponse().withStatus(status).withBody(json);
    }
}
