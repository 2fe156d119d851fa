package dev.refill.gateways.stripe;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.stripe.Stripe;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.gateways.stripe.StripeRefundAnswers.Course;
import dev.refill.testkit.gateway.ProviderAnswers;
import dev.refill.testkit.gateway.Situation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

/** What Stripe answers in each situation: as its documentation says, with a memory for what was charged. */
final class StripeAnswers extends ProviderAnswers {

    private static final JsonMapper JSON = new JsonMapper();

    private final StripeShelf intents = new StripeShelf();
    private final StripeShelf sessions = new StripeShelf();
    private final StripeShelf events = new StripeShelf();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final StripeRefundAnswers refunds = new StripeRefundAnswers();
    private final StripeSettlementAnswers settlements = new StripeSettlementAnswers();
    private volatile Course course = Course.AT_ONCE;

    @Override
    public void play(Situation next) {
        super.play(next);
        course = switch (next) {
            case Situation.RefundsTakeTime() -> Course.TAKES_TIME;
            case Situation.RefundsComeBack() -> Course.COMES_BACK;
            default -> Course.AT_ONCE;
        };
    }

    @Override
    protected int captures(String key) {
        return String.valueOf(intents.by(key)).contains("\"status\":\"succeeded\"") ? 1 : 0;
    }

    /** It gets a payment intent of its own, under the same key. */
    @Override
    protected void customerPays(String page) {
        var session = JSON.readTree(String.valueOf(sessions.named(page)));
        var key = session.path("client_reference_id").asString();
        var intent = intents.keep(key,
                each -> intent(each, Map.of("amount", "1000", "currency", "eur"), "succeeded", "",
                        session.path("customer_creation").asString("").equals("always") ? kept(each) : ""));
        sessions.replace(page, json -> json.replace("\"status\":\"open\"", "\"status\":\"complete\"")
                .replace("\"payment_status\":\"unpaid\"", "\"payment_status\":\"paid\"")
                .replace("\"payment_intent\":null", "\"payment_intent\":\"" + id(intent) + "\""));
    }

    @Override
    protected int refunds(String key) {
        return refunds.count(key);
    }

    void paysOut() {
        settlements.paysOut(intents.all(), refunds.all());
    }

    @Override
    protected void timePasses() {
        refunds.timePasses();
    }

    @Override
    protected ResponseDefinitionBuilder answered(Request request) {
        var method = request.getMethod();
        var answer = method.equals(RequestMethod.POST)
                ? posted(request)
                : method.equals(RequestMethod.DELETE) ? deleted(request) : found(request);
        return answer.withHeader("Request-Id", "req_1");
    }

    private ResponseDefinitionBuilder posted(Request request) {
        return switch (situation()) {
            case Situation.Approves() -> carriedOut(request);
            case Situation.SearchIsBehind() -> carriedOut(request);
            case Situation.RefundsTakeTime() -> carriedOut(request);
            case Situation.RefundsComeBack() -> carriedOut(request);
            case Situation.AsksForAuthentication() -> "true".equals(form(request).get("off_session"))
                    ? declined(request, key(request), "authentication_required")
                    : ok(created(request, key(request), "requires_action", ""));
            case Situation.Declines(var code) -> declined(request, key(request), code);
            case Situation.LosesAnswers() ->
                afterwards(request, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
            case Situation.AnswersTooLate() ->
                carriedOut(request).withFixedDelay((int) TestStripe.PATIENCE.plusSeconds(3).toMillis());
            case Situation.FailsAfterCharging() -> afterwards(request, error(500, "api_error", "internal"));
            case Situation.SaysKeyIsInUse() -> error(409, "idempotency_error", "idempotency_key_in_use");
            case Situation.LimitsTheRate(var retryAfter) -> error(429, "invalid_request_error", "rate_limit")
                    .withHeader("Retry-After", String.valueOf(retryAfter.toSeconds()));
            case Situation.RefusesConnections() -> throw new IllegalStateException("nobody listens");
            case Situation.AnswersFromElsewhere() -> throw new IllegalStateException("somebody else answers");
        };
    }

    private ResponseDefinitionBuilder carriedOut(Request request) {
        var path = request.getUrl();
        if (path.equals("/v1/refunds")) {
            return refunded(form(request), key(request));
        }
        if (path.endsWith("/expire")) {
            return ended(part(path, 4), sessions, "open", "expired", "");
        }
        if (path.equals("/v1/payment_intents") && gone.contains(form(request).getOrDefault("customer", ""))) {
            return json("{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"resource_missing\","
                    + "\"param\":\"customer\",\"message\":\"No such customer\"}}", 400);
        }
        return path.endsWith("/cancel")
                ? ended(part(path, 3), intents, "requires_action", "canceled", "payment_intent_unexpected_state")
                : ok(created(request, key(request), "succeeded", ""));
    }

    /** What was done stays done; this is what is heard of it. */
    private ResponseDefinitionBuilder afterwards(Request request, ResponseDefinitionBuilder heard) {
        carriedOut(request);
        return heard;
    }

    private ResponseDefinitionBuilder refunded(Map<String, String> form, String key) {
        var intent = JSON.readTree(String.valueOf(intents.named(form.getOrDefault("payment_intent", ""))));
        var captured = intent.path("amount_received").asLong();
        var name = intent.path("id").asString();
        var refund = refunds.make(key, name, Long.parseLong(form.get("amount")), intent.path("currency").asString(),
                captured, course);
        if (refund != null) {
            return ok(refund);
        }
        return refunds.refunded(name) == captured
                ? error(400, "invalid_request_error", "charge_already_refunded")
                : json("{\"error\":{\"type\":\"invalid_request_error\",\"param\":\"amount\",\"message\":\"…\"}}", 400);
    }

    private static ResponseDefinitionBuilder ended(String id, StripeShelf shelf, String from, String to, String code) {
        var open = String.valueOf(shelf.named(id)).contains(status(from));
        shelf.replace(id, json -> json.replace(status(from), status(to)));
        return open ? ok(String.valueOf(shelf.named(id))) : error(400, "invalid_request_error", code);
    }

    /** Of a customer all that is kept goes, too. */
    private ResponseDefinitionBuilder deleted(Request request) {
        var customer = part(request.getUrl(), 3);
        var answer = gone.add(customer)
                ? ok("{\"id\":\"" + customer + "\",\"object\":\"customer\",\"deleted\":true}")
                : error(404, "invalid_request_error", "resource_missing");
        return situation() instanceof Situation.LosesAnswers
                ? aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)
                : answer;
    }

    private static String part(String path, int index) {
        return path.split("/", -1)[index];
    }

    private static String status(String word) {
        return "\"status\":\"" + word + "\"";
    }

    /** What is closed by its id is sent without a key. */
    private static String key(Request request) {
        return request.containsHeader("Idempotency-Key") ? request.header("Idempotency-Key").firstValue() : "";
    }

    private static String id(String json) {
        return JSON.readTree(json).path("id").asString();
    }

    private String created(Request request, String key, String status, String error) {
        return request.getUrl().startsWith("/v1/checkout/sessions")
                ? sessions.keep(key, each -> session(each, form(request)))
                : happened(status, intents.keep(key, each -> intent(each, form(request), status, error, "")));
    }

    private String happened(String status, String intent) {
        if (status.equals("succeeded")) {
            events.keep(id(intent), each -> event(each, intent));
        }
        return intent;
    }

    private ResponseDefinitionBuilder declined(Request request, String key, String code) {
        var error = "{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":\"" + code + "\"}";
        var intent = created(request, key, "requires_payment_method", error);
        return json("{\"error\":" + error.replaceFirst("}$", ",\"payment_intent\":" + intent + "}") + "}", 402);
    }

    private ResponseDefinitionBuilder found(Request request) {
        var path = request.getUrl().split("\\?", 2)[0];
        return switch (path) {
            case "/v1/payment_intents/search" -> ok(searched(keyIn(request)));
            case "/v1/payment_intents" -> ok(intents.page(request));
            case "/v1/checkout/sessions" -> ok(sessions.page(request));
            case "/v1/events" -> ok(events.page(request));
            case "/v1/payouts" -> ok(settlements.payouts(request));
            case "/v1/balance_transactions" -> ok(settlements.lines(request));
            case "/v1/refunds" -> ok(StripeShelf.list("list",
                    refunds.of(request.queryParameter("payment_intent").firstValue()), false));
            default -> named(path, path.substring(path.lastIndexOf('/') + 1),
                    request.getUrl().contains("payment_intent.payment_method"));
        };
    }

    private ResponseDefinitionBuilder named(String path, String id, boolean isExpanded) {
        if (path.startsWith("/v1/refunds/")) {
            return orMissing(refunds.named(id));
        }
        return orMissing(path.contains("sessions") ? session(sessions.named(id), isExpanded) : intents.named(id));
    }

    private @Nullable String session(@Nullable String session, boolean isExpanded) {
        if (session == null || !isExpanded) {
            return session;
        }
        var intent = intents.named(JSON.readTree(session).path("payment_intent").asString(""));
        return intent == null
                ? session
                : session.replace("\"payment_intent\":\"" + id(intent) + "\"",
                        "\"payment_intent\":" + intent);
    }

    /** As at Stripe, an answer of the search holds what has the words in it, and is empty while the index is behind. */
    private String searched(String key) {
        var intent = situation() instanceof Situation.SearchIsBehind ? null : intents.by(key);
        return StripeShelf.list("search_result", intent == null ? List.of() : List.of(intent), false);
    }

    private static String keyIn(Request request) {
        return request.queryParameter("query").firstValue().replaceAll(".*:'(.*)'", "$1");
    }

    private static ResponseDefinitionBuilder orMissing(@Nullable String object) {
        return object == null ? error(404, "invalid_request_error", "resource_missing") : ok(object);
    }

    private static String event(String id, String intent) {
        return """
                {"id":"evt_%s","object":"event","api_version":"%s","created":%d,"livemode":false,
                 "type":"payment_intent.succeeded","data":{"object":%s}}
                """.formatted(id, Stripe.API_VERSION, Clock.systemUTC().instant().getEpochSecond(), intent);
    }

    /** What a payment whose card is kept has besides. */
    private static String kept(String key) {
        var name = key.replace("pay_", "");
        return """
                "setup_future_usage":"off_session","customer":"cus_%1$s",
                 "payment_method":{"id":"pm_%1$s","object":"payment_method","type":"card","customer":"cus_%1$s",
                 "card":{"brand":"visa","last4":"4242","exp_month":12,"exp_year":2034}},
                """.replace("\n", "").formatted(name);
    }

    private static String session(String key, Map<String, String> form) {
        return """
                {"id":"cs_test_%s","object":"checkout.session","status":"open","payment_status":"unpaid",
                 "amount_total":1000,"currency":"eur","payment_intent":null,"client_reference_id":"%s",
                 "customer_creation":"%s",
                 "url":"https://checkout.stripe.com/c/pay/cs_test","metadata":{"operation_key":"%s"}}
                """.formatted(key.replace("pay_", ""), key, form.getOrDefault("customer_creation", "if_required"), key);
    }

    private static String intent(String key, Map<String, String> form, String status, String error, String more) {
        return """
                {"id":"pi_%s","object":"payment_intent","status":"%s","amount":%s,"amount_received":%s,
                 "currency":"%s",%s"last_payment_error":%s,"next_action":%s,
                 "metadata":{"operation_key":"%s","method":"card_on_file"}}
                """.replace("\n ", "").formatted(key.replace("pay_", ""), status, form.get("amount"),
                status.equals("succeeded") ? form.get("amount") : "0", form.get("currency"), more,
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
