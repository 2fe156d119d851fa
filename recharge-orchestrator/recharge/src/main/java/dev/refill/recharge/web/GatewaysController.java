package dev.refill.recharge.web;

import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.OperationKey;
import dev.refill.recharge.GatewayOperations;
import dev.refill.recharge.GatewayOperations.GivenBack;
import dev.refill.recharge.GatewayOperations.Standing;
import dev.refill.recharge.GatewayOperations.StrayPayment;
import dev.refill.recharge.GatewayOperations.Switch;
import dev.refill.recharge.web.Problems.FieldError;
import dev.refill.webhooks.Reason;

/** Gateways for those who look after orders: which take payments, and money at them that belongs to no order. */
@RestController
@RequestMapping("/v1/operations")
final class GatewaysController {

    private static final int MOST_STRAYS = 200;
    private static final Pattern GATEWAY = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern PAYMENT = Pattern.compile("pay_[0-9a-z]{26}");
    private static final String REASON = "reason";
    private static final String SWITCH = "switch";
    private static final String OFF = "off";
    private static final String ON = "on";
    private static final FieldError NO_REASON = new FieldError(REASON, "why, in 1 to 500 characters on one line");

    private final GatewayOperations operations;
    private final StrictJson json;

    GatewaysController(GatewayOperations operations, StrictJson json) {
        this.operations = operations;
        this.json = json;
    }

    record GatewaysBody(List<GatewayBody> gateways) {}

    /** @param well whether it has answered well enough lately to be asked before others, as this node sees it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GatewayBody(String gateway, List<String> methods, boolean well, boolean off, @Nullable SwitchBody switched) {

        static GatewayBody of(Standing standing) {
            Switch switched = standing.switched();
            return new GatewayBody(standing.gateway().value(),
                    standing.methods().stream().map(OperationsBodies::word).sorted().toList(), standing.isWell(),
                    standing.isOff(), switched == null ? null : SwitchBody.of(switched));
        }
    }

    /** Who said so last. */
    record SwitchBody(String person, String reason, Instant at) {

        static SwitchBody of(Switch said) {
            return new SwitchBody(said.person(), said.reason(), said.at());
        }
    }

    record StraysBody(List<StrayBody> strays) {}

    /** @param captured in minor units of {@code currency} */
    record StrayBody(String payment, String recharge, String gateway, String reference, long captured, String currency,
            Instant at) {

        static StrayBody of(StrayPayment stray) {
            return new StrayBody(stray.payment().value(), stray.recharge().value(), stray.gateway().value(),
                    stray.reference().value(), stray.captured().minor(),
                    stray.captured().currency().getCurrencyCode(), stray.at());
        }
    }

    /** Every gateway and whether it takes payments. */
    @GetMapping("/gateways")
    Mono<GatewaysBody> gateways() {
        return operations.gateways().map(GatewayBody::of).collectList().map(GatewaysBody::new);
    }

    /** Switches a gateway off, or on again. */
    @PostMapping(path = "/gateways/{id}/switch", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> turn(@PathVariable String id, @RequestBody(required = false) byte @Nullable [] body,
            Principal principal) {
        return read(body, Set.of(SWITCH, REASON), fields -> turn(id, fields, principal.getName()));
    }

    private Mono<ResponseEntity<Object>> turn(String id, JsonNode fields, String person) {
        String wanted = fields.path(SWITCH).stringValue(null);
        Optional<String> reason = Reason.read(fields.path(REASON).stringValue(null));
        List<FieldError> errors = new ArrayList<>();
        if (!OFF.equals(wanted) && !ON.equals(wanted)) {
            errors.add(new FieldError(SWITCH, "\"off\" or \"on\""));
        }
        if (reason.isEmpty()) {
            errors.add(NO_REASON);
        }
        if (!errors.isEmpty()) {
            return Mono.just(problem(Problems.invalid(errors)));
        }
        return Mono.justOrEmpty(GATEWAY.matcher(id).matches() ? new GatewayId(id) : null)
                .flatMap(gateway -> operations.turn(gateway, OFF.equals(wanted), person, reason.orElseThrow()))
                .map(standing -> ResponseEntity.ok().body((Object) GatewayBody.of(standing)))
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    /** Money that waits for somebody who gives it back at its provider. */
    @GetMapping("/strays")
    Mono<StraysBody> strays() {
        return operations.strays(MOST_STRAYS).map(StrayBody::of).collectList().map(StraysBody::new);
    }

    /** Keeps that somebody has given it back at its provider. */
    @PostMapping(path = "/strays/{payment}/given-back", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> givenBack(@PathVariable String payment,
            @RequestBody(required = false) byte @Nullable [] body, Principal principal) {
        return read(body, Set.of(REASON), fields -> givenBack(payment, fields, principal.getName()));
    }

    private Mono<ResponseEntity<Object>> givenBack(String payment, JsonNode fields, String person) {
        Optional<String> reason = Reason.read(fields.path(REASON).stringValue(null));
        if (reason.isEmpty()) {
            return Mono.just(problem(Problems.invalid(List.of(NO_REASON))));
        }
        return Mono.justOrEmpty(PAYMENT.matcher(payment).matches() ? new OperationKey(payment) : null)
                .flatMap(key -> operations.givenBack(key, person, reason.orElseThrow()))
                .defaultIfEmpty(GivenBack.NO_SUCH_PAYMENT)
                .map(GatewaysController::answer);
    }

    private static ResponseEntity<Object> answer(GivenBack outcome) {
        return switch (outcome) {
            case KEPT -> ResponseEntity.noContent().build();
            case KNOWN ->
                problem(Problems.problem(HttpStatus.CONFLICT, "already-given-back", "It was given back before",
                        "Nothing was done. Somebody has said so before; an order's file names the payment."));
            case NO_SUCH_PAYMENT -> problem(Problems.notFound());
        };
    }

    /** Something to do with the fields of a body. */
    private interface Deed {

        Mono<ResponseEntity<Object>> with(JsonNode fields);
    }

    private Mono<ResponseEntity<Object>> read(byte @Nullable [] body, Set<String> fields, Deed deed) {
        return switch (json.read(body == null ? new byte[0] : body)) {
            case StrictJson.Reading.Malformed malformed -> Mono.just(problem(Problems.malformed(malformed.why())));
            case StrictJson.Reading.Read read when !read.tree().isObject() ->
                Mono.just(problem(Problems.invalid(List.of(new FieldError("", "a JSON object")))));
            case StrictJson.Reading.Read read -> {
                List<FieldError> unknown = read.tree().propertyNames().stream()
                        .filter(name -> !fields.contains(name))
                        .map(name -> new FieldError(name, "no such field; one of " + fields.stream().sorted().toList()))
                        .toList();
                yield unknown.isEmpty() ? deed.with(read.tree()) : Mono.just(problem(Problems.invalid(unknown)));
            }
        };
    }

    private static ResponseEntity<Object> problem(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
}
