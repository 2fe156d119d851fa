package dev.refill.recharge.refund.web;

import java.net.URI;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.idempotency.ClaimId;
import dev.refill.idempotency.Idempotency;
import dev.refill.recharge.MoneyBack;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.SignedInPerson;
import dev.refill.recharge.lifecycle.MoneyWork;
import dev.refill.recharge.refund.FourEyes;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundDecision;
import dev.refill.recharge.refund.RefundDesk;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundState;
import dev.refill.recharge.refund.Refundable;
import dev.refill.recharge.refund.RequestOutcome;
import dev.refill.recharge.refund.RequestRefund;
import dev.refill.recharge.web.Positive;
import dev.refill.recharge.web.Problems;
import dev.refill.recharge.web.Problems.FieldError;
import dev.refill.recharge.web.StrictJson;

/**
 * Refunds: ask for one, look at them, decide as the second person. Who acts is the subject of the token. Where it takes two
 * people, each has to be one: a token that a program was given for itself does not do.
 */
@RestController
@RequestMapping("/v1/operations")
final class RefundController {

    private static final Pattern ETAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");
    /** A tag of another form, a weak one included, matches nothing. */
    private static final long MATCHES_NOTHING = -1;
    private static final int MOST_LINES = 200;
    private static final List<RefundState> LISTED = Arrays.stream(RefundState.values())
            .filter(state -> !state.isTerminal())
            .toList();

    private final RefundDesk refunds;
    private final FourEyes fourEyes;
    private final MoneyBack moneyBack;
    private final SignedInPerson people;
    private final StrictJson json;

    RefundController(RefundDesk refunds, FourEyes fourEyes, MoneyBack moneyBack, SignedInPerson people,
            StrictJson json) {
        this.refunds = refunds;
        this.fourEyes = fourEyes;
        this.moneyBack = moneyBack;
        this.people = people;
        this.json = json;
    }

    /** Asks for a refund. Needs an {@code Idempotency-Key} and, as {@code If-Match}, the state of the order's refunds it is about. */
    @PostMapping(path = "/recharges/{id}/refunds", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> request(@PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen,
            @RequestBody(required = false) byte @Nullable [] body, Principal principal, ServerWebExchange exchange) {
        return read(body, RefundRequest::read, exchange, request -> seen == null
                ? refused(exchange, RefundProblems.preconditionRequired())
                : request(id, request, version(seen), principal, exchange));
    }

    private Mono<ResponseEntity<Object>> request(String id, RefundRequest request, long seen, Principal principal,
            ServerWebExchange exchange) {
        return Mono.justOrEmpty(recharge(id))
                .map(recharge -> new RequestRefund.Command("api:" + ClaimId.of(exchange).value(), recharge,
                        request.amount(), request.reason(), seen, principal.getName()))
                .flatMap(command -> request(command, exchange))
                .switchIfEmpty(Mono.defer(() -> refused(exchange, Problems.notFound())));
    }

    private Mono<ResponseEntity<Object>> request(RequestRefund.Command command, ServerWebExchange exchange) {
        return people.of(exchange)
                .map(person -> false)
                .switchIfEmpty(Mono.defer(() -> fourEyes.areNeeded(command)))
                .flatMap(lacksAPerson -> lacksAPerson
                        ? refused(exchange, RefundProblems.signInNeeded())
                        : accept(command, exchange));
    }

    private Mono<ResponseEntity<Object>> accept(RequestRefund.Command command, ServerWebExchange exchange) {
        return refunds.request(command)
                // Escapes as an error, so that the key's claim stays and the same key finds the refund if it comes to be.
                .onErrorMap(TimeoutException.class, late -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE,
                        "Send it again with the same key."))
                .flatMap(outcome -> answer(outcome, exchange));
    }

    private static Mono<ResponseEntity<Object>> answer(RequestOutcome outcome, ServerWebExchange exchange) {
        return switch (outcome) {
            case RequestOutcome.Accepted accepted -> Mono.just(accepted(accepted.refund()));
            case RequestOutcome.NoSuchRecharge none -> refused(exchange, Problems.notFound());
            case RequestOutcome.Stale stale -> refused(exchange, RefundProblems.stale(stale.now()));
            case RequestOutcome.NotRefundable not -> refused(exchange, RefundProblems.notRefundable(not.why()));
            case RequestOutcome.OtherCurrency other ->
                refused(exchange, RefundProblems.otherCurrency(other.expected().getCurrencyCode()));
            case RequestOutcome.Exceeds exceeds -> refused(exchange, RefundProblems.exceeds(exceeds.left()));
        };
    }

    /** 201 where nothing is outstanding, 202 where the refund goes on by itself or waits for a second person. */
    private static ResponseEntity<Object> accepted(Refund refund) {
        return ResponseEntity.status(refund.state().isTerminal() ? HttpStatus.CREATED : HttpStatus.ACCEPTED)
                .location(URI.create("/v1/operations/refunds/" + refund.id()))
                .body(RefundBody.of(refund));
    }

    /** What went back of an order and what still can; the ETag is what a further refund has to name. */
    @GetMapping("/recharges/{id}/refunds")
    Mono<ResponseEntity<Object>> list(@PathVariable String id) {
        return Mono.justOrEmpty(recharge(id))
                .flatMap(refunds::refundable)
                .flatMap(this::withRefunds)
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    private Mono<ResponseEntity<Object>> withRefunds(Refundable of) {
        RechargeId order = of.order().id();
        return Mono.zip(refunds.of(order).collectList(), moneyBack.disputesOf(order).collectList(),
                (all, disputes) -> ResponseEntity.ok()
                        .eTag("\"" + of.version() + "\"")
                        .body(RefundBody.OfOrder.of(of, all, disputes)));
    }

    /** The refunds that rest in a state, of whatever order, the oldest first. */
    @GetMapping("/refunds")
    Mono<ResponseEntity<Object>> resting(@RequestParam(defaultValue = "awaiting_approval") String state,
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "50") String limit) {
        Optional<RefundState> wanted = LISTED.stream()
                .filter(listed -> RefundBody.word(listed).equals(state))
                .findFirst();
        if (wanted.isEmpty()) {
            return invalid("state", "one of " + LISTED.stream().map(RefundBody::word).toList());
        }
        Optional<RefundId> start = Optional.ofNullable(after).flatMap(RefundId::parse);
        if (after != null && start.isEmpty()) {
            return invalid("after", "the next of an earlier page");
        }
        Long most = Positive.parse(limit, MOST_LINES);
        if (most == null) {
            return invalid("limit", "a whole number from 1 to " + MOST_LINES);
        }
        return moneyBack.resting(wanted.get(), start.orElse(null), most.intValue())
                .collectList()
                .map(all -> ResponseEntity.ok(RefundBody.Page.of(all, most.intValue())));
    }

    /** Looks at a refund, with what it went through. */
    @GetMapping("/refunds/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id) {
        return Mono.justOrEmpty(RefundId.parse(id))
                .flatMap(refunds::find)
                .flatMap(refund -> refunds.steps(refund.id())
                        .collectList()
                        .map(steps -> ResponseEntity.ok().body((Object) RefundBody.of(refund, steps))))
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    /** Agrees to a refund that another asked for. */
    @PostMapping("/refunds/{id}/approve")
    Mono<ResponseEntity<Object>> approve(@PathVariable String id, ServerWebExchange exchange) {
        return decide(id, exchange, refunds::approve);
    }

    /** Refuses a refund that another asked for. */
    @PostMapping(path = "/refunds/{id}/reject", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> reject(@PathVariable String id, @RequestBody(required = false) byte @Nullable [] body,
            ServerWebExchange exchange) {
        return read(body, RefundRequest::readReason, exchange,
                reason -> decide(id, exchange, (refund, person) -> refunds.reject(refund, person, reason)));
    }

    /** Decides what became of a refund in review, as it was seen at the provider. */
    @PostMapping(path = "/refunds/{id}/decisions", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> rule(@PathVariable String id, @RequestBody(required = false) byte @Nullable [] body,
            ServerWebExchange exchange) {
        return read(body, RefundRequest::readTestimony, exchange, testimony -> decide(id, exchange,
                (refund, person) -> refunds.rule(refund, testimony, person)
                        .onErrorMap(TimeoutException.class, late -> new ResponseStatusException(
                                HttpStatus.SERVICE_UNAVAILABLE, "Send it again: it counts once."))));
    }

    private <T> Mono<ResponseEntity<Object>> read(byte @Nullable [] body,
            Function<JsonNode, RefundRequest.Reading<T>> as, ServerWebExchange exchange,
            Function<T, Mono<ResponseEntity<Object>>> then) {
        return switch (json.read(body == null ? new byte[0] : body)) {
            case StrictJson.Reading.Malformed malformed -> refused(exchange, Problems.malformed(malformed.why()));
            case StrictJson.Reading.Read read -> switch (as.apply(read.tree())) {
                case RefundRequest.Reading.Invalid<T> invalid -> refused(exchange, Problems.invalid(invalid.errors()));
                case RefundRequest.Reading.Valid<T> valid -> then.apply(valid.request());
            };
        };
    }

    private Mono<ResponseEntity<Object>> decide(String id, ServerWebExchange exchange,
            BiFunction<RefundId, String, Mono<RefundDecision>> by) {
        return people.of(exchange)
                .flatMap(person -> Mono.justOrEmpty(RefundId.parse(id))
                        .flatMap(refund -> by.apply(refund, person))
                        .defaultIfEmpty(new RefundDecision.NoSuchRefund()))
                .flatMap(decision -> answer(decision, exchange))
                .switchIfEmpty(Mono.defer(() -> refused(exchange, RefundProblems.signInNeeded())));
    }

    private static Mono<ResponseEntity<Object>> answer(RefundDecision decision, ServerWebExchange exchange) {
        return switch (decision) {
            case RefundDecision.Made made -> Mono.just(ResponseEntity.ok().body(RefundBody.of(made.refund())));
            case RefundDecision.NoSuchRefund none -> refused(exchange, Problems.notFound());
            case RefundDecision.SamePerson same -> refused(exchange, RefundProblems.samePerson());
            case RefundDecision.ReferenceNeeded needed -> refused(exchange, RefundProblems.referenceNeeded());
            case RefundDecision.OtherReference other -> refused(exchange, RefundProblems.otherReference());
            case RefundDecision.ProviderTold told -> Mono.just(problem(RefundProblems.providerTold(told.refund())));
            case RefundDecision.ProviderDidNotSay silent -> refused(exchange, RefundProblems.providerDidNotSay());
            case RefundDecision.Disputed disputed -> refused(exchange, RefundProblems.disputed());
            case RefundDecision.NotOpen notOpen -> refused(exchange, RefundProblems.notOpen(notOpen.refund()));
        };
    }

    /** Nothing is lost: the key finds the refund if there is one. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> overloaded(MoneyWork.Overloaded overloaded, ServerWebExchange exchange) {
        Idempotency.nothingBegan(exchange);
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(RefundProblems.overloaded());
    }

    private static long version(String seen) {
        var tag = ETAG.matcher(seen.strip());
        return tag.matches() ? Long.parseLong(tag.group(1)) : MATCHES_NOTHING;
    }

    private static Optional<RechargeId> recharge(String id) {
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

    private static Mono<ResponseEntity<Object>> invalid(String field, String expected) {
        return Mono.just(problem(Problems.invalid(List.of(new FieldError(field, expected)))));
    }

    private static ResponseEntity<Object> problem(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
}
