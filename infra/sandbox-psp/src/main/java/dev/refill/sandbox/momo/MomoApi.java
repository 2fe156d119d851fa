package dev.refill.sandbox.momo;

import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.sandbox.access.Tokens;
import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.momo.payment.ReadPayment;
import dev.refill.sandbox.momo.payment.RequestToPay;
import dev.refill.sandbox.momo.refund.CreateRefund;
import dev.refill.sandbox.momo.refund.ReadRefund;
import dev.refill.sandbox.momo.wire.Call;
import dev.refill.sandbox.momo.wire.MomoError;
import dev.refill.sandbox.momo.wire.Operation;
import dev.refill.sandbox.momo.wire.Replies;
import dev.refill.sandbox.wire.Dialect;
import dev.refill.sandbox.wire.Disturbance;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;
import dev.refill.sandbox.wire.WebAddress;

/** Answers requests as MTN would, or as the switches say. */
public final class MomoApi implements Dialect {

    private static final Pattern PATH = Pattern
            .compile("/momo/(collection|disbursement)/(token/|v1_0/([a-z]+)(?:/([^/]+))?)");
    private static final long TOKEN_SECONDS = 3600;
    private static final Pattern REFERENCE = Pattern
            .compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Map<String, Route> ROUTES = Map.of(
            "POST collection requesttopay", new Route("momo.requesttopay.create", new RequestToPay()),
            "GET collection requesttopay", new Route("momo.requesttopay.retrieve", new ReadPayment()),
            "POST disbursement refund", new Route("momo.refund.create", new CreateRefund()),
            "GET disbursement refund", new Route("momo.refund.retrieve", new ReadRefund()));

    private final Bookkeeper bookkeeper;
    private final Faults faults;
    private final Tokens tokens;

    public MomoApi(Bookkeeper bookkeeper, Faults faults, Clock clock) {
        this.bookkeeper = bookkeeper;
        this.faults = faults;
        this.tokens = new Tokens(clock, TOKEN_SECONDS);
    }

    /** @param name as the fault switches call it */
    private record Route(String name, Operation operation) {}

    @Override
    public boolean has(String path) {
        return path.equals("/momo") || path.startsWith("/momo/");
    }

    @Override
    public Mono<Reply> answer(Request request) {
        return Mono.defer(() -> dispatch(request));
    }

    @Override
    public Reply tooLarge() {
        return Replies.byTheGateway(413, Map.of(), "The request body is too large.");
    }

    private Mono<Reply> dispatch(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return Mono.just(nothingHere());
        }
        Product product = path.group(1).equals("collection") ? Product.COLLECTION : Product.DISBURSEMENT;
        if (!product.isSubscribed(request.header("Ocp-Apim-Subscription-Key"))) {
            return Mono.just(Replies.byTheGateway(401, Map.of(),
                    "Access denied due to missing or invalid subscription key."));
        }
        if (path.group(2).equals("token/")) {
            return disturbed("momo.token", Mono.fromSupplier(() -> token(product, request)));
        }
        Route route = ROUTES.get(request.method() + " " + path.group(1) + " " + path.group(3));
        return route == null || request.method().equals("GET") == (path.group(4) == null)
                ? Mono.just(nothingHere())
                : disturbed(route.name(), carriedOut(product, route.operation(), request, path.group(4)));
    }

    private Reply token(Product product, Request request) {
        if (!request.method().equals("POST")) {
            return nothingHere();
        }
        if (!product.isUser(request.header("Authorization"))) {
            return Replies.byTheGateway(401, Map.of(), "Login failed.");
        }
        return Json.reply(200, Json.object()
                .put("access_token", tokens.issue(product.name()))
                .put("token_type", "access_token")
                .put("expires_in", tokens.lifeSeconds()));
    }

    /** @param kept the reference id in the path; absent where one is to be taken */
    private Mono<Reply> carriedOut(Product product, Operation operation, Request request, @Nullable String kept) {
        return Mono.defer(() -> {
            if (!tokens.admit(product.name(), request.header("Authorization"))) {
                return Mono.just(Replies.byTheGateway(401, Map.of(), "Unauthorized."));
            }
            Call call = call(request, kept);
            return bookkeeper.run(books -> operation.on(books, call));
        })
                .onErrorResume(Refusal.class, refusal -> Mono.just(refusal.reply()))
                .onErrorResume(Bookkeeper.Overrun.class, overrun -> Mono.just(MomoError.overrun().reply()));
    }

    private static Call call(Request request, @Nullable String kept) {
        if (!"sandbox".equals(request.header("X-Target-Environment"))) {
            throw new Refusal(MomoError.environment());
        }
        String reference = kept == null ? request.header("X-Reference-Id") : kept;
        if (reference == null || !REFERENCE.matcher(reference).matches()) {
            throw new Refusal(MomoError.invalid("X-Reference-Id", "a UUID of version 4"));
        }
        return new Call(reference, callback(request), request.body());
    }

    private static @Nullable String callback(Request request) {
        String address = request.header("X-Callback-Url");
        if (address != null && !WebAddress.isOne(address)) {
            throw new Refusal(MomoError.invalid("X-Callback-Url", "an address with http or https"));
        }
        return address;
    }

    private Mono<Reply> disturbed(String operation, Mono<Reply> act) {
        return Disturbance.ofCall(faults.ofRequest(operation, Disturbance.NOT_FOR_OTHERS), act,
                seconds -> Replies.byTheGateway(429, Map.of("Retry-After", String.valueOf(seconds)),
                        "Rate limit is exceeded."),
                () -> MomoError.broken().reply());
    }

    private static Reply nothingHere() {
        return Replies.byTheGateway(404, Map.of(), "Resource not found");
    }
}
