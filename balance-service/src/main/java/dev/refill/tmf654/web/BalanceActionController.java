package dev.refill.tmf654.web;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.action.Actions;
import dev.refill.tmf654.resource.Resources;

/** All that was asked for: top-ups, adjustments, transfers and reservations. */
@RestController
@RequestMapping(Resources.PATH + "/balanceAction")
final class BalanceActionController {

    private final Answers answers;
    private final Actions actions;

    BalanceActionController(Answers answers, Actions actions) {
        this.answers = answers;
        this.actions = actions;
    }

    @GetMapping
    Mono<ResponseEntity<Object>> list(ServerWebExchange exchange) {
        return answers.list(exchange,
                (whose, query) -> actions.page(whose.filter(null), query.offset(), query.limit()),
                Resources::asBalanceAction);
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id, ServerWebExchange exchange) {
        return answers.one(exchange, caller -> Mono.justOrEmpty(ActionKind.of(id))
                .flatMap(kind -> actions.find(id))
                .filter(action -> action.isFor(caller))
                .map(Answers.resources(exchange, caller)::asBalanceAction));
    }
}
