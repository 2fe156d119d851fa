package dev.refill.gateways.stripe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import tools.jackson.databind.json.JsonMapper;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.ProviderReference;
import dev.refill.sandbox.SandboxServer;
import dev.refill.testkit.gateway.ScriptedProvider;
import dev.refill.testkit.gateway.Situation;

import static dev.refill.sandbox.faults.Kind.CONFLICT;
import static dev.refill.sandbox.faults.Kind.DELAY;
import static dev.refill.sandbox.faults.Kind.ERROR_AFTER;
import static dev.refill.sandbox.faults.Kind.LOSE_ANSWER;
import static dev.refill.sandbox.faults.Kind.RATE_LIMIT;
import static dev.refill.sandbox.faults.Kind.SEARCH_BEHIND;
import static dev.refill.sandbox.faults.Kind.WRONG_ADDRESS;

/** The sandbox provider, told by its control API what goes wrong and by Stripe's test cards what issuers say. */
final class ScriptedSandbox implements ScriptedProvider {

    private static final URI RETURN = URI.create("https://shop.example/return");
    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, String> DECLINING_CARDS = Map.of(
            "generic_decline", "pm_card_visa_chargeDeclined",
            "insufficient_funds", "pm_card_visa_chargeDeclinedInsufficientFunds",
            "lost_card", "pm_card_visa_chargeDeclinedLostCard",
            "stolen_card", "pm_card_visa_chargeDeclinedStolenCard",
            "expired_card", "pm_card_chargeDeclinedExpiredCard",
            "incorrect_cvc", "pm_card_chargeDeclinedIncorrectCvc",
            "processing_error", "pm_card_chargeDeclinedProcessingError",
            "card_velocity_exceeded", "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
            "fraudulent", "pm_card_radarBlock");

    private final SandboxServer sandbox;
    private final Runnable passing;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param passing lets the sandbox's clock go on for as long as it takes its refunds to settle */
    ScriptedSandbox(SandboxServer sandbox, Runnable passing) {
        this.sandbox = sandbox;
        this.passing = passing;
    }

    @Override
    public CardOnFile given(Situation situation) {
        return switch (situation) {
            case Situation.Approves() -> card("pm_card_visa");
            case Situation.SearchIsBehind() -> faulty(Map.of("kind", json(SEARCH_BEHIND)));
            case Situation.AnswersFromElsewhere() -> faulty(Map.of("kind", json(WRONG_ADDRESS)));
            case Situation.Declines(var code) -> card(DECLINING_CARDS.getOrDefault(code, code));
            case Situation.RefundsTakeTime() -> card("pm_card_pendingRefund");
            case Situation.RefundsComeBack() -> card("pm_card_refundFail");
            case Situation.AsksForAuthentication() -> card("pm_card_threeDSecure2Required");
            case Situation.RefusesConnections() -> gone();
            case Situation.LosesAnswers() -> faulty(Map.of("kind", json(LOSE_ANSWER)));
            case Situation.AnswersTooLate() -> faulty(
                    Map.of("kind", json(DELAY), "millis", TestStripe.PATIENCE.plusSeconds(2).toMillis()));
            case Situation.FailsAfterCharging() -> faulty(Map.of("kind", json(ERROR_AFTER)));
            case Situation.SaysKeyIsInUse() -> faulty(Map.of("kind", json(CONFLICT)));
            case Situation.LimitsTheRate(var retryAfter) ->
                faulty(Map.of("kind", json(RATE_LIMIT), "count", retryAfter.toSeconds()));
        };
    }

    @Override
    public void recovers() {
        control("DELETE", "/sandbox/faults", "");
    }

    @Override
    public int captures(OperationKey key) {
        return counted("payments", key);
    }

    @Override
    public int refunds(OperationKey key) {
        return counted("refunds", key);
    }

    private int counted(String what, OperationKey key) {
        var counted = 0;
        for (var one : JSON.readTree(control("GET", "/sandbox/truth", "")).path(what)) {
            counted += one.path("metadata").path("operation_key").asString("").equals(key.value()) ? 1 : 0;
        }
        return counted;
    }

    @Override
    public void customerPays(ProviderReference page) {
        control("POST", "/c/pay/" + page.value(), "cardNumber=4242424242424242&cardExpiry=12/34&cardCvc=123"
                + "&billingName=Ann");
    }

    void paysOut() {
        control("POST", "/sandbox/payouts", "");
    }

    @Override
    public void timePasses() {
        passing.run();
    }

    @Override
    public ProviderReference nobodysPayment() {
        return new ProviderReference("pi_nobody");
    }

    @Override
    public ProviderReference nobodysPage() {
        return new ProviderReference("cs_test_nobody");
    }

    @Override
    public Map<String, DeclineReason> declines() {
        return DECLINING_CARDS.keySet().stream().collect(
                Collectors.toMap(code -> code, code -> StripeDeclines.reason(code, null)));
    }

    @Override
    public List<String> secrets() {
        return List.of(sandbox.apiKey(), "pm_card_visa");
    }

    private CardOnFile faulty(Map<String, Object> fault) {
        control("POST", "/sandbox/faults", JSON.writeValueAsString(fault));
        return card("pm_card_visa");
    }

    private CardOnFile gone() {
        sandbox.close();
        return card("pm_card_visa");
    }

    private String control(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new IllegalStateException("the sandbox's control API is not there", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static CardOnFile card(String token) {
        return new CardOnFile(token, RETURN);
    }

    private static String json(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
