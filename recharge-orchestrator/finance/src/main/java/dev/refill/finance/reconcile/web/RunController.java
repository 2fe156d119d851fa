package dev.refill.finance.reconcile.web;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.Reconciliation;
import dev.refill.finance.reconcile.RunId;
import dev.refill.finance.reconcile.web.RunBody.RunPage;
import dev.refill.request.Problems;

/** Runs: what each compared, and what it found. */
@RestController
@RequestMapping("/v1/operations/reconciliation/runs")
final class RunController {

    private final Reconciliation reconciliation;

    RunController(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    /** Of a pair, the newest first. */
    @GetMapping
    Mono<ResponseEntity<Object>> list(@RequestParam(defaultValue = "") String pair,
            @RequestParam(required = false) @Nullable String before, @RequestParam(defaultValue = "50") String limit) {
        Optional<PairId> wanted = PairId.parse(pair);
        if (wanted.isEmpty()) {
            return Texts.invalid("pair", Texts.PAIR);
        }
        Optional<Integer> start = Optional.ofNullable(before)
                .flatMap(number -> Texts.number(number, 1, Integer.MAX_VALUE));
        if (before != null && start.isEmpty()) {
            return Texts.invalid("before", Texts.NEXT);
        }
        Optional<Integer> most = Texts.number(limit, 1, Texts.MOST_LINES);
        return most.isEmpty()
                ? Texts.invalid("limit", Texts.LINES)
                : reconciliation.runs(wanted.get(), start.orElse(null), most.get())
                        .collectList()
                        .map(found -> ResponseEntity.ok(RunPage.of(found, most.get())));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id) {
        return Mono.justOrEmpty(RunId.parse(id))
                .flatMap(reconciliation::run)
                .map(run -> ResponseEntity.ok().body((Object) RunBody.of(run)))
                .defaultIfEmpty(Problems.notFound());
    }
}
