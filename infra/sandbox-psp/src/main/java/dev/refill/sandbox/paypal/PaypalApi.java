package dev.refill.sandbox.paypal;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.access.Secrets;
import dev.refill.sandbox.access.Tokens;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.KeptAnswer;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.paypal.capture.ReadCapture;
import dev.refill.sandbox.paypal.order.CaptureOrder;
import dev.refill.sandbox.paypal.order.CreateOrder;
import dev.refill.sandbox.paypal.order.MarkOrder;
import dev.refill.sandbox.paypal.order.ReadOrder;
import dev.refill.sandbox.paypal.refund.CreateRefund;
import dev.refill.sandbox.paypal.refund.ReadRefund;
import dev.refill.sandbox.paypal.wire.Call;
import dev.refill.sandbox.paypal.wire.Operation;
import dev.refill.sandbox.paypal.wire.PaypalError;
import dev.refill.sandbox.wire.Dialect;
import dev.refill.sandbox.wire.Disturbance;
import dev.refill.sandbox.wire.FormField;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;

import static java.util.Objects.requireNonNull;

/** Answers requests as PayPal would, or as the switches say. */
public final class PaypalApi implements Dialect {

    private static final String TOKEN = PaypalJson.PREFIX + "/v1/oauth2/token";
    private static final String BASE = PaypalJson.PREFIX + "/v2/";
    private static final long TOKEN_SECONDS = 9 * 60 * 60L;
    private static final String ALL = "REST";
    private static final int LONGEST_REQUEST_ID = 108;
    private static final int NO_CONTENT = 204;
    private static final Map<String, Route> ROUTES = Map.of(
            "POST checkout/orders", new Route("paypal.orders.create", 201, new CreateOrder()),
            "GET checkout/orders/*", new Route("paypal.orders.retrieve", 200, new ReadOrder()),
            "PATCH checkout/orders/*", new Route("paypal.orders.update", NO_CONTENT, new MarkOrder()),
            "POST checkout/orders/*/capture", new Route("paypal.orders.capture", 201, new CaptureOrder()),
            "GET payments/captures/*", new Route("paypal.captures.retrieve", 200, new ReadCapture()),
            "POST payments/captures/*/refund", new Route("paypal.refunds.create", 201, new CreateRefund()),
            "GET payments/refunds/*", new Route("paypal.refunds.retrieve", 200, new ReadRefund()));

    private final Bookkeeper bookkeeper;
    private final Faults faults;
    private final PaypalJson json;
    private final Tokens tokens;

    public PaypalApi(Bookkeeper bookkeeper, Faults faults, PaypalJson json, Clock clock) {
        this.bookkeeper = bookkeeper;
        this.faults = faults;
        this.json = json;
        this.tokens = new Tokens(clock, TOKEN_SECONDS);
    }

    /**
     * @param name as the fault switches call it
     * @param status of the first answer; that of a repetition is 200
     */
    private record Route(String name, int status, Operation operation) {}

    @Override
    public boolean has(String path) {
        return path.equals(PaypalJson.PREFIX) || path.startsWith(PaypalJson.PREFIX + "/");
    }

    @Override
    public Mono<Reply> answer(Request request) {
        return Mono.defer(() -> dispatch(request));
    }

    @Override
    public Reply tooLarge() {
        return PaypalError.tooLarge().reply();
    }

    private Mono<Reply> dispatch(Request request) {
        if (request.path().equals(TOKEN) && request.method().equals("POST")) {
            return disturbed("paypal.token", Mono.fromSupplier(() -> token(request)));
        }
        if (!request.path().startsWith(BASE)) {
            return Mono.just(PaypalError.nothingHere().reply());
        }
        String[] parts = request.path().substring(BASE.length()).split("/", -1);
        String id = parts.length > 2 ? parts[2] : "";
        if (parts.length > 2) {
            parts[2] = "*";
        }
        Route route = ROUTES.get(request.method() + " " + String.join("/", parts));
        return route == null
                ? Mono.just(PaypalError.nothingHere().reply())
                : disturbed(route.name(), carriedOut(route, request, id));
    }

    private Reply token(Request request) {
        if (!Secrets.isBasic(PaypalAccount.CLIENT_ID, PaypalAccount.CLIENT_SECRET, request.header("Authorization"))) {
            return notAdmitted("invalid_client", "Client Authentication failed");
        }
        return FormField.of(request.body(), "grant_type").equals("client_credentials")
                ? Json.reply(200, Json.object()
                        .put("scope", "https://uri.paypal.com/services/payments/payment")
                        .put("access_token", tokens.issue(ALL))
                        .put("token_type", "Bearer")
                        .put("app_id", "APP-REFILLSANDBOX")
                        .put("expires_in", tokens.lifeSeconds()))
                : Json.reply(400, Json.object()
                        .put("error", "unsupported_grant_type")
                        .put("error_description", "Grant Type is not client_credentials"));
    }

    /** As OAuth2 says it, and not as the rest of the API. */
    private static Reply notAdmitted(String error, String description) {
        return Json.reply(401, Json.object().put("error", error).put("error_description", description));
    }

    private Mono<Reply> carriedOut(Route route, Request request, String id) {
        return Mono.defer(() -> {
            if (!tokens.admit(ALL, request.header("Authorization"))) {
                return Mono.just(notAdmitted("invalid_token", "Token signature verification failed"));
            }
            Call call = new Call(id, requestId(request), body(request));
            String target = request.method() + " " + request.path();
            String fingerprint = Json.fingerprint(call.body());
            return bookkeeper.run(books -> once(books, route, call, target, fingerprint));
        })
                .onErrorResume(Refusal.class, refusal -> Mono.just(refusal.reply()))
                .onErrorResume(Bookkeeper.Overrun.class, overrun -> Mono.just(PaypalError.overrun().reply()));
    }

    /**
     * What was carried out under a request id is not carried out again; what is shown is how it stands now. What was refused
     * before that may be tried again.
     */
    private Reply once(Books books, Route route, Call call, String target, String fingerprint) {
        String key = call.requestId();
        KeptAnswer kept = key == null ? null : books.answerUnder(key);
        if (kept != null) {
            if (!kept.target().equals(target) || !kept.fingerprint().equals(fingerprint)) {
                throw new Refusal(PaypalError.unprocessable("DUPLICATE_REQUEST_ID",
                        "The value of PayPal-Request-Id has been used for another request."));
            }
            return shown(books, route, 200, requireNonNull(kept.snapshot()).subject());
        }
        Subject subject = route.operation().on(books, call);
        if (key != null) {
            books.record(new Change.Answered(key, fingerprint, target, "", route.status(), subject.id(), List.of(),
                    books.now()));
        }
        return shown(books, route, route.status(), subject);
    }

    private Reply shown(Books books, Route route, int status, Subject subject) {
        PaypalError error = route.operation().errorOf(subject);
        if (error != null) {
            return error.reply();
        }
        return status == NO_CONTENT
                ? new Reply.Sent(NO_CONTENT, Map.of(), ByteBuffer.allocate(0))
                : Json.reply(status, json.now(books, subject));
    }

    private static @Nullable String requestId(Request request) {
        String id = request.method().equals("POST") ? request.header("PayPal-Request-Id") : null;
        if (id != null && (id.isBlank() || id.length() > LONGEST_REQUEST_ID)) {
            throw new Refusal(PaypalError.invalid("INVALID_STRING_LENGTH", "PayPal-Request-Id",
                    "1 to " + LONGEST_REQUEST_ID + " characters"));
        }
        return id;
    }

    private static JsonNode body(Request request) {
        JsonNode body = Json.read(request.body());
        if (body == null) {
            throw new Refusal(PaypalError.invalid("MALFORMED_REQUEST_JSON", "body", "JSON"));
        }
        return body;
    }

    private Mono<Reply> disturbed(String operation, Mono<Reply> act) {
        return Disturbance.ofCall(faults.ofRequest(operation, Disturbance.NOT_FOR_OTHERS), act,
                seconds -> PaypalError.limited().reply(Map.of("Retry-After", String.valueOf(seconds))),
                () -> PaypalError.broken().reply());
    }
}
