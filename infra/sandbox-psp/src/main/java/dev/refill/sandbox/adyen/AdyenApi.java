package dev.refill.sandbox.adyen;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.access.Secrets;
import dev.refill.sandbox.adyen.link.CloseLink;
import dev.refill.sandbox.adyen.link.CreateLink;
import dev.refill.sandbox.adyen.link.ReadLink;
import dev.refill.sandbox.adyen.payment.CreatePayment;
import dev.refill.sandbox.adyen.refund.CreateRefund;
import dev.refill.sandbox.adyen.wire.AdyenError;
import dev.refill.sandbox.adyen.wire.Call;
import dev.refill.sandbox.adyen.wire.Operation;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.KeptAnswer;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.wire.Dialect;
import dev.refill.sandbox.wire.Disturbance;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;

import static java.util.Objects.requireNonNull;

/** Answers requests as Adyen would, or as the switches say. */
public final class AdyenApi implements Dialect {

    private static final String PREFIX = "/adyen";
    private static final String BASE = PREFIX + "/v71/";
    private static final int LONGEST_KEY = 64;
    private static final Map<String, Route> ROUTES = Map.of(
            "POST paymentLinks", new Route("adyen.paymentLinks.create", 201, new CreateLink(AdyenAccount.MERCHANT)),
            "GET paymentLinks/*", new Route("adyen.paymentLinks.retrieve", 200, new ReadLink()),
            "PATCH paymentLinks/*", new Route("adyen.paymentLinks.update", 200, new CloseLink()),
            "POST payments", new Route("adyen.payments.create", 200, new CreatePayment(AdyenAccount.MERCHANT)),
            "POST payments/*/refunds",
            new Route("adyen.refunds.create", 201, new CreateRefund(AdyenAccount.MERCHANT)));

    private final Bookkeeper bookkeeper;
    private final Faults faults;
    private final Supplier<String> baseUrl;

    /** @param baseUrl where browsers find the sandbox, without a slash at its end */
    public AdyenApi(Bookkeeper bookkeeper, Faults faults, Supplier<String> baseUrl) {
        this.bookkeeper = bookkeeper;
        this.faults = faults;
        this.baseUrl = baseUrl;
    }

    /**
     * @param name as the fault switches call it
     * @param status of an answer
     */
    private record Route(String name, int status, Operation operation) {}

    @Override
    public boolean has(String path) {
        return path.equals(PREFIX) || path.startsWith(PREFIX + "/");
    }

    @Override
    public Mono<Reply> answer(Request request) {
        return Mono.defer(() -> dispatch(request));
    }

    @Override
    public Reply tooLarge() {
        return AdyenError.tooLarge().reply();
    }

    private Mono<Reply> dispatch(Request request) {
        if (!request.path().startsWith(BASE)) {
            return Mono.just(AdyenError.nothingHere().reply());
        }
        if (!Secrets.same(AdyenAccount.API_KEY, request.header("X-API-Key"))) {
            return Mono.just(AdyenError.unauthorized().reply());
        }
        String[] parts = request.path().substring(BASE.length()).split("/", -1);
        String id = parts.length > 1 ? parts[1] : "";
        if (parts.length > 1) {
            parts[1] = "*";
        }
        Route route = ROUTES.get(request.method() + " " + String.join("/", parts));
        return route == null
                ? Mono.just(AdyenError.nothingHere().reply())
                : disturbed(route.name(), carriedOut(route, request, id));
    }

    private Mono<Reply> carriedOut(Route route, Request request, String id) {
        return Mono.defer(() -> {
            Call call = new Call(id, key(request), body(request));
            String target = request.method() + " " + request.path();
            String fingerprint = Json.fingerprint(call.body());
            return bookkeeper.run(books -> once(books, route, call, target, fingerprint));
        })
                .map(subject -> Json.reply(route.status(), AdyenJson.of(subject, baseUrl.get())))
                .onErrorResume(Refusal.class, refusal -> Mono.just(refusal.reply()))
                .onErrorResume(Bookkeeper.Overrun.class, overrun -> Mono.just(AdyenError.overrun().reply()));
    }

    /**
     * What was carried out under a key is shown again as it stood then, to the same request alone; what was refused may be
     * tried again.
     */
    private static Subject once(Books books, Route route, Call call, String target, String fingerprint) {
        String key = call.key();
        if (key == null) {
            return route.operation().on(books, call);
        }
        KeptAnswer kept = books.answerUnder(key);
        if (kept == null) {
            Subject subject = route.operation().on(books, call);
            books.record(new Change.Answered(key, fingerprint, target, "", route.status(), subject.id(), List.of(),
                    books.now()));
            return subject;
        }
        if (!kept.target().equals(target) || !kept.fingerprint().equals(fingerprint)) {
            throw new Refusal(AdyenError.keyUsed());
        }
        return requireNonNull(kept.snapshot()).subject();
    }

    private static @Nullable String key(Request request) {
        String key = request.method().equals("POST") ? request.header("Idempotency-Key") : null;
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new Refusal(AdyenError.invalid("Idempotency-Key", "1 to " + LONGEST_KEY + " characters"));
        }
        return key;
    }

    private static JsonNode body(Request request) {
        JsonNode body = Json.read(request.body());
        if (body == null) {
            throw new Refusal(new AdyenError(400, "702", "The request is no JSON."));
        }
        return body;
    }

    private Mono<Reply> disturbed(String operation, Mono<Reply> act) {
        return Disturbance.ofCall(faults.ofRequest(operation, Disturbance.NOT_FOR_OTHERS), act,
                seconds -> Json.reply(429, Map.of("Retry-After", String.valueOf(seconds)),
                        AdyenError.limited().json()),
                () -> AdyenError.broken().reply());
    }
}
