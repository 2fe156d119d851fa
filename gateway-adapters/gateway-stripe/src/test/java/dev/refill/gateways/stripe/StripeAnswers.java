package dev.refill.gateways.stripe;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

import dev.refill.testkit.gateway.Situation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

/** What Stripe answers in each situation: as its documentation says, with a memory for what was charged. */
final class StripeAnswers implements ResponseDefinitionTransformerV2 {

    static final String NAME = "stripe-answers";

    private final StripeShelf intents = new StripeShelf();
    private final StripeShelf sessions = new StripeShelf();
    private volatile Situation situation = new Situation.Approves();

    void play(Situation next) {
        situation = next;
    }

    int captures(String key) {
        return String.valueOf(intents.by(key)).contains("\"status\":\"succeeded\"") ? 1 : 0;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        var request = event.getRequest();
        var answer = situation instanceof Situation.AnswersFromElsewhere
                ? aResponse().withStatus(404).withBody("<html>Not Found</html>")
                : answered(request);
        return answer.withHeader("Content-Type", "application/json").withHeader("Request-Id", "req_1").build();
    }

    private ResponseDefinitionBuilder answered(Request request) {
        return request.getMethod().equals(RequestMethod.POST) ? charged(request) : found(request);
    }

    private ResponseDefinitionBuilder charged(Request request) {
        var key = request.header("Idempotency-Key").firstValue();
        return switch (situation) {
            case Situation.Approves() -> ok(created(request, key, "succeeded", ""));
            case Situation.SearchIsBehind() -> ok(created(request, key, "succeeded", ""));
            case Situation.AsksForAuthentication() -> ok(created(request, key, "requires_action", ""));
            case Situation.Declines(var code) -> declined(request, key, code);
            case Situation.LosesAnswers() ->
                afterCharging(request, key, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
            case Situation.AnswersTooLate() -> ok(created(request, key, "succeeded", ""))
                    .withFixedDelay((int) TestStripe.PATIENCE.plusSeconds(3).toMillis());
            case Situation.FailsAfterCharging() -> afterCharging(request, key, error(500, "api_error", "internal"));
            case Situation.SaysKeyIsInUse() -> error(409, "idempotency_error", "idempotency_key_in_use");
            case Situation.LimitsTheRate(var retryAfter) -> error(429, "invalid_request_error", "rate_limit")
                    .withHeader("Retry-After", String.valueOf(retryAfter.toSeconds()));
            case Situation.RefusesConnections() -> throw new IllegalStateException("nobody listens");
            case Situation.AnswersFromElsewhere() -> throw new IllegalStateException("somebody else answers");
        };
    }

    private String created(Request request, String key, String status, String error) {
        return request.getUrl().startsWith("/v1/checkout/sessions")
                ? sessions.keep(key, StripeAnswers::session)
                : intents.keep(key, each -> intent(each, form(request), status, error));
    }

    private ResponseDefinitionBuilder declined(Request request, String key, String code) {
        var error = "{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":\"" + code + "\"}";
        var intent = created(request, key, "requires_payment_method", error);
        return json("{\"error\":" + error.replaceFirst("}$", ",\"payment_intent\":" + intent + "}") + "}", 402);
    }

    /** What was done stays done; this is what is heard of it. */
    private ResponseDefinitionBuilder afterCharging(Request request, String key, ResponseDefinitionBuilder heard) {
        created(request, key, "succeeded", "");
        return heard;
    }

    private ResponseDefinitionBuilder found(Request request) {
        var path = request.getUrl().split("\\?", 2)[0];
        return switch (path) {
            case "/v1/payment_intents/search" -> ok(searched(keyIn(request)));
            case "/v1/payment_intents" -> ok(intents.page(request));
            case "/v1/checkout/sessions" -> ok(sessions.page(request));
            default -> named(path.substring(path.lastIndexOf('/') + 1), path.contains("sessions") ? sessions : intents);
        };
    }

    /** As at Stripe, an answer of the search holds what has the words in it, and is empty while the index is behind. */
    private String searched(String key) {
        var intent = situation instanceof Situation.SearchIsBehind ? null : intents.by(key);
        return StripeShelf.list("search_result", intent == null ? List.of() : List.of(intent), false);
    }

    private static String keyIn(Request request) {
        return request.queryParameter("query").firstValue().replaceAll(".*:'(.*)'", "$1");
    }

    private static ResponseDefinitionBuilder named(String id, StripeShelf shelf) {
        var object = shelf.named(id);
        return object == null ? error(404, "invalid_request_error", "resource_missing") : ok(object);
    }

    private static String session(String key) {
        return """
                {"id":"cs_test_%s","object":"checkout.session","status":"open","payment_status":"unpaid",
                 "amount_total":1000,"currency":"eur","payment_intent":null,"client_reference_id":"%s",
                 "url":"https://checkout.stripe.com/c/pay/cs_test","metadata":{"operation_key":"%s"}}
                """.formatted(key.replace("pay_", ""), key, key);
    }

    private static String intent(String key, Map<String, String> form, String status, String error) {
        return """
                {"id":"pi_%s","object":"payment_intent","status":"%s","amount":%s,"amount_received":%s,
                 "currency":"%s","last_payment_error":%s,"next_action":%s,
                 "metadata":{"operation_key":"%s","method":"card_on_file"}}
                """.replace("\n ", "").formatted(key.replace("pay_", ""), status, form.get("amount"),
                status.equals("succeeded") ? form.get("amount") : "0", form.get("currency"),
                error.isEmpty() ? "null" : error,
                status.equals("requires_action")
                        ? "{\"type\":\"redirect_to_url\",\"redirect_to_url\":{\"url\":\"https://hooks.stripe.com/3ds\"}}"
                        : "null",
                key);
    }

    private static Map<String, String> form(Request request) {
        return Arrays.stream(request.getBodyAsString().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static ResponseDefinitionBuilder ok(String json) {
        return json(json, 200);
    }

    private static ResponseDefinitionBuilder error(int status, String type, String code) {
        return json("{\"error\":{\"type\":\"%s\",\"code\":\"%s\",\"message\":\"…\"}}".formatted(type, code), status);
    }

    private static ResponseDefinitionBuilder json(String json, int status) {
        return aResponse().withStatus(status).withBody(json);
    }
}
