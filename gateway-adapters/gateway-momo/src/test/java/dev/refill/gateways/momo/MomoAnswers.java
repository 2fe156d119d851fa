package dev.refill.gateways.momo;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.testkit.gateway.ProviderAnswers;
import dev.refill.testkit.gateway.Situation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

/** What MTN answers in each situation: as its specification says, with a memory for what was asked for. */
final class MomoAnswers extends ProviderAnswers {

    static final String TOKEN = "token_secret_0123456789_";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PAYMENTS = "/collection/v1_0/requesttopay";
    private static final String REFUNDS = "/disbursement/v1_0/refund";

    /** Paths with what is kept there, in the order of nothing: ids are ours. */
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile int livesFrom;

    /**
     * @param later what becomes of it when time passes: a status, or the word for why it fails
     */
    private record Kept(ObjectNode object, String later) {

        Kept is(String status, String reason) {
            var next = object.deepCopy().put("status", status);
            if (status.equals("SUCCESSFUL")) {
                next.put("financialTransactionId", "23503452");
            }
            if (!reason.isEmpty()) {
                next.putObject("reason").put("code", reason).put("message", "…");
            }
            return new Kept(next, "");
        }

        Kept afterwards() {
            return switch (later) {
                case "" -> this;
                case "SUCCESSFUL" -> is("SUCCESSFUL", "");
                default -> is("FAILED", later);
            };
        }
    }

    /** All tokens that were given are void from now on. */
    void forgetTokens() {
        livesFrom = tokens.get() + 1;
    }

    int tokens() {
        return tokens.get();
    }

    @Override
    protected void customerPays(String reference) {
        kept.computeIfPresent(PAYMENTS + "/" + reference, (_path, payment) -> payment.is("SUCCESSFUL", ""));
    }

    @Override
    protected void timePasses() {
        kept.replaceAll((_path, object) -> object.afterwards());
    }

    @Override
    protected int captures(String key) {
        return count(PAYMENTS, key, "SUCCESSFUL");
    }

    @Override
    protected int refunds(String key) {
        return count(REFUNDS, key, "");
    }

    private int count(String under, String key, String status) {
        return (int) kept.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(under))
                .map(entry -> entry.getValue().object())
                .filter(object -> object.path("externalId").asString().equals(key))
                .filter(object -> status.isEmpty() || object.path("status").asString().equals(status))
                .count();
    }

    @Override
    protected ResponseDefinitionBuilder answered(Request request) {
        var path = request.getUrl();
        var keys = path.startsWith("/collection/") ? TestMomo.COLLECTION : TestMomo.DISBURSEMENT;
        if (!request.header("Ocp-Apim-Subscription-Key").containsValue(keys.subscriptionKey())) {
            return json("{\"statusCode\":401,\"message\":\"Access denied due to invalid subscription key.\"}", 401);
        }
        if (path.endsWith("/token/")) {
            return token(request, keys);
        }
        if (!isAuthorized(request)) {
            return json("", 401);
        }
        return request.getMethod().equals(RequestMethod.POST) ? posted(request) : found(path);
    }

    private ResponseDefinitionBuilder token(Request request, MomoProperties.Keys keys) {
        var basic = "Basic " + Base64.getEncoder()
                .encodeToString((keys.apiUser() + ":" + keys.apiKey()).getBytes(StandardCharsets.UTF_8));
        return request.header("Authorization").containsValue(basic)
                ? json("{\"access_token\":\"" + TOKEN + tokens.incrementAndGet()
                        + "\",\"token_type\":\"access_token\",\"expires_in\":3600}", 200)
                : json("{\"error\":\"login_failed\"}", 401);
    }

    private boolean isAuthorized(Request request) {
        var bearer = request.header("Authorization").firstValue();
        return bearer.startsWith("Bearer " + TOKEN)
                && Integer.parseInt(bearer.substring("Bearer ".length() + TOKEN.length())) >= livesFrom;
    }

    private ResponseDefinitionBuilder posted(Request request) {
        return switch (situation()) {
            case Situation.LosesAnswers() ->
                afterwards(request, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
            case Situation.AnswersTooLate() ->
                accepted(request).withFixedDelay((int) TestMomo.PATIENCE.plusSeconds(3).toMillis());
            case Situation.FailsAfterCharging() ->
                afterwards(request, error(500, "INTERNAL_PROCESSING_ERROR"));
            case Situation.LimitsTheRate(var retryAfter) -> json("{\"statusCode\":429,\"message\":\"…\"}", 429)
                    .withHeader("Retry-After", String.valueOf(retryAfter.toSeconds()));
            default -> accepted(request);
        };
    }

    /** What was done stays done; this is what is heard of it. */
    private ResponseDefinitionBuilder afterwards(Request request, ResponseDefinitionBuilder heard) {
        accepted(request);
        return heard;
    }

    private ResponseDefinitionBuilder accepted(Request request) {
        var path = request.getUrl();
        var body = (ObjectNode) JSON.readTree(request.getBodyAsString());
        var refunded = body.path("referenceIdToRefund").asString("");
        if (!refunded.isEmpty() && !kept.containsKey(PAYMENTS + "/" + refunded)) {
            return error(404, "RESOURCE_NOT_FOUND");
        }
        var made = new Kept(body.put("status", "PENDING"), path.equals(REFUNDS) ? refundLater() : paymentLater());
        var before = kept.putIfAbsent(path + "/" + request.header("X-Reference-Id").firstValue(), made);
        return before == null ? json("", 202) : error(409, "RESOURCE_ALREADY_EXIST");
    }

    private String paymentLater() {
        return situation() instanceof Situation.Declines(var code) ? code : "";
    }

    private String refundLater() {
        return situation() instanceof Situation.RefundsComeBack ? "PAYEE_NOT_FOUND" : "SUCCESSFUL";
    }

    private ResponseDefinitionBuilder found(String path) {
        var object = kept.get(path);
        return object == null ? error(404, "RESOURCE_NOT_FOUND") : json(text(object.object()), 200);
    }

    private static String text(JsonNode object) {
        return object.toString();
    }

    private static ResponseDefinitionBuilder error(int status, String code) {
        return json("{\"code\":\"%s\",\"message\":\"…\"}".formatted(code), status);
    }

    private static ResponseDefinitionBuilder json(String json, int status) {
        return aResponse().withStatus(status).withBody(json);
    }
}
