package dev.refill.recharge.web;

import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.idempotency.ClaimId;
import dev.refill.idempotency.Idempotency;
import dev.refill.recharge.Cancellation;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.Sighting;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.recharge.card.KeptCards;
import dev.refill.recharge.web.Problems.FieldError;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscribers;

/** Orders: place one, look at it, watch it. */
@RestController
@RequestMapping("/v1/recharges")
final class RechargeController {

    private static final StartOutcome NOT_RECHARGEABLE = new StartOutcome.Refused(Refusal.NUMBER_NOT_RECHARGEABLE);

    private static final ServerSentEvent<RechargeBody> SIGN_OF_LIFE = ServerSentEvent.<RechargeBody>builder()
            .comment("")
            .build();

    private final Recharges recharges;
    private final Subscribers subscribers;
    private final KeptCards cards;
    private final StrictJson json;
    private final String region;

    RechargeController(Recharges recharges, Subscribers subscribers, KeptCards cards, StrictJson json,
            ApiSettings settings) {
        this.recharges = recharges;
        this.subscribers = subscribers;
        this.cards = cards;
        this.json = json;
        this.region = settings.region();
    }

    /** Places an order. Needs an {@code Idempotency-Key}; the answer says how far the order came. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> place(@RequestBody(required = false) byte @Nullable [] body, Principal principal,
            ServerWebExchange exchange) {
        return switch (json.read(body == null ? new byte[0] : body)) {
            case StrictJson.Reading.Malformed malformed -> refused(exchange, Problems.malformed(malformed.why()));
            case StrictJson.Reading.Read read -> switch (RechargeRequest.read(read.tree(), region)) {
                case RechargeRequest.Reading.Invalid invalid -> refused(exchange, Problems.invalid(invalid.errors()));
                case RechargeRequest.Reading.Valid valid -> place(valid.request(), Caller.of(principal), exchange);
            };
        };
    }

    private Mono<ResponseEntity<Object>> place(RechargeRequest request, Caller caller, ServerWebExchange exchange) {
        // The payer's card becomes the recharged one's, so they have to be one.
        if (request.savesCard() && caller.subscriber() == null) {
            return refused(exchange, Problems.invalid(List.of(new FieldError(RechargeRequest.SAVE_CARD,
                    "false, or the token of the subscriber, who alone keeps a card for later"))));
        }
        KeptCardId named = request.savedCard();
        return named == null
                ? place(request, request.means(), caller, exchange)
                : savedCard(named, request.msisdn(), caller)
                        .flatMap(card -> place(request, card, caller, exchange))
                        .switchIfEmpty(Mono.defer(() -> placedBefore(request, exchange)));
    }

    /** An order that its key has made before answers from its state, though the card was removed since. */
    private Mono<ResponseEntity<Object>> placedBefore(RechargeRequest request, ServerWebExchange exchange) {
        return recharges.started(claim(exchange))
                .flatMap(outcome -> answer(outcome, request, exchange))
                .switchIfEmpty(Mono.defer(() -> refused(exchange, Problems.invalid(List.of(
                        new FieldError(RechargeRequest.SAVED_CARD,
                                "a kept card of the subscriber that is recharged"))))));
    }

    /** Empty: there is no such card, or it is another's. */
    private Mono<PaymentMeans> savedCard(KeptCardId id, Msisdn msisdn, Caller caller) {
        return subscribers.withNumber(msisdn)
                .filter(caller::maySee)
                .flatMap(subscriber -> cards.find(id)
                        .filter(card -> card.subscriber().equals(subscriber.id()) && caller.maySee(card)))
                .<PaymentMeans>map(card -> new PaymentMeans.CardOnFile(card.card().token()));
    }

    private static String claim(ServerWebExchange exchange) {
        return "api:" + ClaimId.of(exchange).value();
    }

    private Mono<ResponseEntity<Object>> place(RechargeRequest request, @Nullable PaymentMeans means, Caller caller,
            ServerWebExchange exchange) {
        var command = new StartRechargeCommand(claim(exchange),
                new Recharge.Owner(caller.clientId(), request.channel()), request.msisdn(), request.offer(),
                request.price(), means, request.confirmRepeat());
        return mayRecharge(caller, request.msisdn())
                .flatMap(allowed -> allowed ? recharges.start(command) : Mono.just(NOT_RECHARGEABLE))
                // Escapes as an error, so that the key's claim stays and the same key finds the order if it comes to be.
                .onErrorMap(TimeoutException.class,
                        late -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE,
                                "Send it again with the same key."))
                .flatMap(outcome -> answer(outcome, request, exchange));
    }

    /** A channel's client recharges any number, a subscriber's own token only that subscriber's. */
    private Mono<Boolean> mayRecharge(Caller caller, Msisdn msisdn) {
        return caller.subscriber() == null
                ? Mono.just(true)
                : subscribers.withNumber(msisdn).map(caller::maySee).defaultIfEmpty(false);
    }

    private Mono<ResponseEntity<Object>> answer(StartOutcome outcome, RechargeRequest request,
            ServerWebExchange exchange) {
        return switch (outcome) {
            case StartOutcome.Accepted accepted -> Mono.just(accepted(accepted.recharge()));
            case StartOutcome.ConfirmationNeeded needed -> Mono.just(problem(Problems.confirmationNeeded()));
            case StartOutcome.Refused refused -> Refusals.madeAnOrder(refused.refusal())
                    ? Mono.just(problem(problemFor(refused.refusal(), request)))
                    : refused(exchange, problemFor(refused.refusal(), request));
        };
    }

    private ProblemDetail problemFor(Refusal refusal, RechargeRequest request) {
        return Refusals.problemFor(refusal, request.paidBy(), recharges.paymentMethods());
    }

    /** 201 where nothing is outstanding, 202 where the order goes on by itself or waits for the customer. */
    private static ResponseEntity<Object> accepted(Recharge recharge) {
        return ResponseEntity.status(recharge.state().isTerminal() ? HttpStatus.CREATED : HttpStatus.ACCEPTED)
                .location(URI.create("/v1/recharges/" + recharge.id()))
                .body(RechargeBody.of(recharge));
    }

    /** Looks at an order. Somebody else's order is not found. */
    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id, Principal principal) {
        return visible(id, Caller.of(principal))
                .map(recharge -> ResponseEntity.ok().body((Object) RechargeBody.of(recharge)))
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    /** Cancels an unpaid order: done, under way until the provider has confirmed it, or too late. */
    @PostMapping("/{id}/cancel")
    Mono<ResponseEntity<Object>> cancel(@PathVariable String id, Principal principal) {
        Caller caller = Caller.of(principal);
        return visible(id, caller)
                .flatMap(recharge -> recharges.cancel(recharge.id(), caller.clientId()))
                .map(RechargeController::answer)
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    private static ResponseEntity<Object> answer(Cancellation cancellation) {
        return switch (cancellation) {
            case Cancellation.Cancelled(Recharge done) -> ResponseEntity.ok(RechargeBody.of(done));
            case Cancellation.UnderWay(Recharge resting) -> ResponseEntity.accepted().body(RechargeBody.of(resting));
            case Cancellation.TooLate(Recharge other) -> problem(Problems.notCancellable(other.state()));
        };
    }

    /** Watches an order: one event now and one after each change, until it is terminal or the stream has lasted long enough. */
    @GetMapping(path = "/{id}/events")
    Mono<ResponseEntity<?>> watch(@PathVariable String id, Principal principal) {
        return visible(id, Caller.of(principal))
                .<ResponseEntity<?>>map(recharge -> ResponseEntity.ok()
                        .contentType(MediaType.TEXT_EVENT_STREAM)
                        .body(events(recharge.id())))
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    private Flux<ServerSentEvent<RechargeBody>> events(RechargeId id) {
        return recharges.watch(id).map(RechargeController::event);
    }

    private static ServerSentEvent<RechargeBody> event(Sighting sighting) {
        return switch (sighting) {
            case Sighting.Seen seen -> ServerSentEvent.builder(RechargeBody.of(seen.recharge()))
                    .id(Long.toString(seen.recharge().version()))
                    .event("recharge")
                    .retry(Recharges.WATCH_AGAIN_AFTER)
                    .build();
            case Sighting.StillWatching silence -> SIGN_OF_LIFE;
        };
    }

    private Mono<Recharge> visible(String id, Caller caller) {
        return Mono.justOrEmpty(parsed(id))
                .flatMap(recharges::find)
                .filter(caller::maySee);
    }

    /** Empty: no id has that form, so there is no such order. */
    static Optional<RechargeId> parsed(String id) {
        try {
            return Optional.of(new RechargeId(id));
        } catch (IllegalArgumentException noSuchForm) {
            return Optional.empty();
        }
    }

    /** A refusal before anything began: the key may be used again with a mended request. */
    private static Mono<ResponseEntity<Object>> refused(ServerWebExchange exchange, ProblemDetail problem) {
        Idempotency.nothingBegan(exchange);
        return Mono.just(problem(problem));
    }

    private static <T> ResponseEntity<T> problem(ProblemDetail problem) {
        @SuppressWarnings("unchecked") // An entity of any type may carry a problem instead of its body.
        T body = (T) problem;
        return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(body);
    }
}
