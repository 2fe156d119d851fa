package dev.refill.transfer.web;

import java.net.URI;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.ledger.LedgerUnit;
import dev.refill.request.JsonBody;
import dev.refill.request.KeyHeader;
import dev.refill.request.Problems;
import dev.refill.transfer.Caller;
import dev.refill.transfer.Callers;
import dev.refill.transfer.Transfer;
import dev.refill.transfer.TransferId;
import dev.refill.transfer.TransferOutcome;
import dev.refill.transfer.TransferOutcome.Limit;
import dev.refill.transfer.TransferOutcome.Side;
import dev.refill.transfer.TransferProperties;
import dev.refill.transfer.Transfers;

/** Transfers: give, and look at what was given. */
@RestController
@RequestMapping("/v1/transfers")
final class TransferController {

    private final Transfers transfers;
    private final Callers callers;
    private final LedgerUnit unit;

    TransferController(Transfers transfers, Callers callers, TransferProperties properties) {
        this.transfers = transfers;
        this.callers = callers;
        this.unit = properties.ledgerUnit();
    }

    /** Gives credit; the same key again is the same transfer. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> give(@RequestHeader(name = KeyHeader.NAME, required = false) @Nullable String header,
            @RequestBody(required = false) byte @Nullable [] body, ServerWebExchange exchange) {
        if (header == null) {
            return Mono.just(TransferProblems.keyMissing());
        }
        Optional<String> key = KeyHeader.read(header);
        if (key.isEmpty()) {
            return Mono.just(TransferProblems.keyMalformed());
        }
        return JsonBody.parse(body)
                .map(json -> callers.of(exchange).flatMap(caller -> give(json, caller, key.get())))
                .orElseGet(() -> Mono.just(Problems.malformed()));
    }

    private Mono<ResponseEntity<Object>> give(JsonBody body, Caller caller, String key) {
        return TransferBody.request(body, caller, key, unit)
                .map(request -> transfers.give(request).map(TransferController::answer))
                .orElseGet(() -> Mono.just(Problems.invalid(body.errors())));
    }

    private static ResponseEntity<Object> answer(TransferOutcome outcome) {
        return switch (outcome) {
            case TransferOutcome.Transferred(Transfer done) ->
                ResponseEntity.created(URI.create("/v1/transfers/" + done.id())).body(TransferBody.of(done));
            case TransferOutcome.InsufficientBalance() -> TransferProblems.insufficientBalance();
            case TransferOutcome.LimitReached(Limit which) -> TransferProblems.limitReached(which);
            case TransferOutcome.UnknownSubscriber(Side who) -> TransferProblems.unknown(who);
            case TransferOutcome.NotActive(Side who) -> TransferProblems.notActive(who);
            case TransferOutcome.ToOneself() -> TransferProblems.toOneself();
            case TransferOutcome.OtherUnit(Side who) -> TransferProblems.otherUnit(who);
            case TransferOutcome.KeyReused() -> TransferProblems.keyReused();
        };
    }

    /** Another's transfer is not found. */
    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id, ServerWebExchange exchange) {
        return callers.of(exchange)
                .flatMap(caller -> Mono.justOrEmpty(TransferId.parse(id)).flatMap(read -> transfers.find(caller, read)))
                .map(found -> ResponseEntity.ok().body((Object) TransferBody.of(found)))
                .defaultIfEmpty(Problems.notFound());
    }
}
