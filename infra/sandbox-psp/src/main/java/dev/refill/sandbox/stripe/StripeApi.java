package dev.refill.sandbox.stripe;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Ids;
import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.faults.Fault;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.faults.Kind;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Form;
import dev.refill.sandbox.stripe.wire.Params;
import dev.refill.sandbox.stripe.wire.Refusal;
import dev.refill.sandbox.wire.Detached;
import dev.refill.sandbox.wire.Dialect;
import dev.refill.sandbox.wire.Disturbance;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;

/** Answers requests as Stripe would, or as the switches say. */
public final class StripeApi implements Dialect {

    private static final int LONGEST_KEY = 255;
    private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(\\.[a-z]+)?");

    private final Authentication authentication;
    private final Routes routes;
    private final StripeJson json;
    private final Bookkeeper bookkeeper;
    private final Faults faults;
    private final Ids ids;

    /** @param ids for request ids; used from many threads */
    public StripeApi(String apiKey, StripeJson json, Bookkeeper bookkeeper, Faults faults, Ids ids) {
        this.authentication = new Authentication(apiKey);
        this.routes = new Routes(json);
        this.json = json;
        this.bookkeeper = bookkeeper;
        this.faults = faults;
        this.ids = ids;
    }

    /** Everything: who asks for what nobody has is told so in Stripe's words. */
    @Override
    public boolean has(String path) {
        return true;
    }

    @Override
    public Mono<Reply> answer(Request request) {
        String requestId = ids.next("req_", 14);
        return Mono.defer(() -> dispatch(request, requestId))
                .onErrorResume(Refusal.class, refusal -> Mono.just(failed(requestId, refusal.error())))
                .onErrorResume(Bookkeeper.Overrun.class,
                        overrun -> Mono.just(failed(requestId, ApiError.rateLimited(1))));
    }

    private Mono<Reply> dispatch(Request request, String requestId) {
        authentication.check(request.header("Authorization"));
        String version = request.header("Stripe-Version");
        if (version != null && !VERSION.matcher(version).matches()) {
            throw new Refusal(ApiError.invalid(null, null, "Invalid Stripe API version: " + version));
        }
        Routes.Match match = routes.find(request.method(), request.path());
        if (match == null) {
            throw new Refusal(ApiError.noSuchUrl(request.method(), request.path()));
        }
        List<Fault> disturbances = faults.ofRequest(match.name(), Set.of());
        Call call = call(request, requestId, match);
        Action action = match.operation().prepare(call);
        return disturbances.isEmpty() ? undisturbed(call, action) : disturbed(call, action, disturbances);
    }

    private static Call call(Request request, String requestId, Routes.Match match) {
        boolean post = request.method().equals("POST");
        String key = post ? request.header("Idempotency-Key") : null;
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new Refusal(ApiError.invalid("idempotency_key_invalid", null,
                    "Idempotency keys must be 1 to " + LONGEST_KEY + " characters long; yours has " + key.length()
                            + "."));
        }
        String target = request.method() + " " + request.path();
        String encoded = post ? request.body() : request.query();
        return new Call(requestId, target, match.id(), Params.of(Form.parse(encoded)), key,
                key == null ? "" : Form.fingerprint(target, encoded));
    }

    private Mono<Reply> undisturbed(Call call, Action action) {
        return bookkeeper.run(books -> Once.run(books, call, action)).map(answer -> replied(call, answer));
    }

    private Mono<Reply> disturbed(Call call, Action action, List<Fault> disturbances) {
        Fault rateLimit = Faults.first(disturbances, Kind.RATE_LIMIT);
        if (rateLimit != null) {
            throw new Refusal(ApiError.rateLimited(rateLimit.countOr(1)));
        }
        if (Faults.first(disturbances, Kind.CONFLICT) != null) {
            throw new Refusal(ApiError.conflict());
        }
        if (Faults.first(disturbances, Kind.LOSE_REQUEST) != null) {
            return Mono.just(new Reply.Lost());
        }
        if (Faults.first(disturbances, Kind.WRONG_ADDRESS) != null) {
            return Mono.just(Disturbance.elsewhere());
        }
        return Detached.from(claim(call).then(held(call, spoilt(action, disturbances), disturbances)))
                .map(reply -> Faults.first(disturbances, Kind.LOSE_ANSWER) == null ? reply : new Reply.Lost());
    }

    /** Acts while the key is claimed, and gives the key back whatever came of it. */
    private Mono<Reply> held(Call call, Action action, List<Fault> disturbances) {
        return Disturbance.pause(Faults.first(disturbances, Kind.DELAY_BEFORE))
                .then(bookkeeper.run(books -> Once.runClaimed(books, call, action)))
                .map(answer -> replied(call, answer))
                .onErrorResume(Refusal.class, refusal -> Mono.just(failed(call.requestId(), refusal.error())))
                .delayUntil(reply -> Disturbance.pause(Faults.first(disturbances, Kind.DELAY)))
                .delayUntil(reply -> release(call));
    }

    private static Action spoilt(Action action, List<Fault> disturbances) {
        if (Faults.first(disturbances, Kind.ERROR_BEFORE) != null) {
            return books -> new Answer.Broken();
        }
        if (Faults.first(disturbances, Kind.ERROR_AFTER) != null) {
            return books -> {
                action.on(books);
                return new Answer.Broken();
            };
        }
        return Faults.first(disturbances, Kind.SEARCH_BEHIND) == null ? action : books -> behind(action.on(books));
    }

    private static Answer behind(Answer answer) {
        return answer instanceof Answer.Listed listed && listed.search()
                ? new Answer.Listed(listed.url(), List.of(), false, true)
                : answer;
    }

    private Mono<Void> claim(Call call) {
        String key = call.key();
        return key == null ? Mono.empty() : bookkeeper.run(books -> claimed(books, key)).then();
    }

    private static boolean claimed(Books books, String key) {
        if (!books.claim(key)) {
            throw new Refusal(ApiError.keyInUse(key));
        }
        return true;
    }

    private Mono<Void> release(Call call) {
        String key = call.key();
        return key == null ? Mono.empty() : bookkeeper.run(books -> {
            books.release(key);
            return true;
        }).then();
    }

    private Reply replied(Call call, Answer answer) {
        Map<String, String> headers = headers(call.requestId());
        if (call.key() != null) {
            headers.put("Idempotency-Key", call.key());
        }
        int status = switch (answer) {
            case Answer.Shown shown -> shown.status();
            case Answer.Replayed replayed -> {
                headers.put("Idempotent-Replayed", "true");
                headers.put("Original-Request", replayed.firstRequestId());
                yield replayed.status();
            }
            case Answer.Broken() -> 500;
            case Answer.Listed listed -> 200;
            case Answer.Composed composed -> 200;
        };
        return new Reply.Sent(status, headers, ByteBuffer.wrap(json.bytes(answer)));
    }

    private Reply failed(String requestId, ApiError error) {
        Map<String, String> headers = headers(requestId);
        if (error.retryAfterSeconds() > 0) {
            headers.put("Retry-After", String.valueOf(error.retryAfterSeconds()));
            headers.put("Stripe-Rate-Limited-Reason", "global-rate");
        }
        if (error.status() == 401) {
            headers.put("WWW-Authenticate", "Bearer realm=\"Stripe\"");
        }
        return new Reply.Sent(error.status(), headers, ByteBuffer.wrap(json.bytes(error)));
    }

    @Override
    public Reply tooLarge() {
        return failed(ids.next("req_", 14), ApiError.tooLarge());
    }

    private static Map<String, String> headers(String requestId) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Request-Id", requestId);
        headers.put("Stripe-Version", StripeJson.API_VERSION);
        return headers;
    }
}
