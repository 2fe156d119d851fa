package dev.refill.tmf654.web;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.tmf654.Caller;
import dev.refill.tmf654.Tmf654Properties;
import dev.refill.tmf654.TmfError;
import dev.refill.tmf654.action.Action;
import dev.refill.tmf654.action.Action.Status;
import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.action.Actions;
import dev.refill.tmf654.action.ChangeAction;
import dev.refill.tmf654.action.Changed;
import dev.refill.tmf654.action.NewAction;
import dev.refill.tmf654.action.PerformAction;
import dev.refill.tmf654.action.Performed;
import dev.refill.tmf654.action.Wish;
import dev.refill.tmf654.resource.Resources;
import dev.refill.tmf654.resource.Shapes;
import dev.refill.tmf654.resource.TmfJson;

/** What all resources have in common that are something to be done. */
abstract class ActionResource {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final ActionKind kind;
    private final Desk desk;

    ActionResource(ActionKind kind, Desk desk) {
        this.kind = kind;
        this.desk = desk;
    }

    /** What they all need. */
    static final class Desk {

        private final Answers answers;
        private final Actions actions;
        private final PerformAction perform;
        private final ChangeAction change;
        private final ActionBodies bodies;
        private final Clock clock;

        Desk(Answers answers, Actions actions, PerformAction perform, ChangeAction change, Tmf654Properties properties,
                Clock clock) {
            this.answers = answers;
            this.actions = actions;
            this.perform = perform;
            this.change = change;
            this.bodies = new ActionBodies(properties.longestReservation());
            this.clock = clock;
        }
    }

    @GetMapping
    Mono<ResponseEntity<Object>> list(ServerWebExchange exchange) {
        return desk.answers.list(exchange,
                (whose, query) -> desk.actions.page(whose.filter(kind), query.offset(), query.limit()),
                Resources::of);
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id, ServerWebExchange exchange) {
        return desk.answers.one(exchange, caller -> Mono.justOrEmpty(ActionKind.of(id).filter(kind::equals))
                .flatMap(ours -> desk.actions.find(id))
                .filter(action -> action.isFor(caller))
                .map(Answers.resources(exchange, caller)::of));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> create(@RequestBody(required = false) byte @Nullable [] body,
            ServerWebExchange exchange) {
        Optional<RequestKey> key = RequestKey.of(exchange.getRequest().getHeaders());
        Optional<ObjectNode> content = TmfJson.parse(body);
        if (key.isEmpty()) {
            return Mono.just(Errors.keyMalformed());
        }
        if (content.isEmpty()) {
            return Mono.just(Errors.malformed());
        }
        return desk.answers.byCaller(exchange, caller -> create(content.get(), caller, key.get(), exchange));
    }

    private Mono<ResponseEntity<Object>> create(ObjectNode content, Caller caller, RequestKey key,
            ServerWebExchange exchange) {
        String id = kind.id(key.digits(caller, kind.resource()));
        return desk.perform.kept(id, RequestKey.fingerprint(content))
                .map(outcome -> answer(outcome, Answers.resources(exchange, caller)))
                .switchIfEmpty(Mono.defer(() -> perform(id, key, content, caller, exchange)));
    }

    private Mono<ResponseEntity<Object>> perform(String id, RequestKey key, ObjectNode content, Caller caller,
            ServerWebExchange exchange) {
        ActionBodies.Reading read = desk.bodies.read(kind, content, caller, id, desk.clock.instant());
        NewAction request = read.request();
        if (request == null) {
            return Mono.just(Errors.invalid(read.body().faults()));
        }
        if (request.wish() instanceof Wish.Buy && !key.isSent()) {
            return Mono.just(Errors.keyMissing());
        }
        boolean free = request.wish() instanceof Wish.Buy || request.wish() instanceof Wish.Transfer;
        return free || caller.adjusts()
                ? desk.perform.perform(request).map(outcome -> answer(outcome, Answers.resources(exchange, caller)))
                : Mono.just(Errors.notAllowed());
    }

    private static ResponseEntity<Object> answer(Performed outcome, Resources resources) {
        return switch (outcome) {
            case Performed.Kept(Action action) -> action.status() == Status.FAILED
                    ? failed(action, resources)
                    : Answers.created(resources.of(action));
            case Performed.Refused(Performed.Refusal why) -> Errors.refused(why);
        };
    }

    /** It is kept all the same, and found at the location. */
    private static ResponseEntity<Object> failed(Action action, Resources resources) {
        String code = String.valueOf(action.failure()).replace('_', '-');
        return ResponseEntity.status(HttpStatus.CONFLICT)
                .location(URI.create(resources.of(action).path("href").stringValue("")))
                .contentType(MediaType.APPLICATION_JSON)
                .body(TmfError.of(HttpStatus.CONFLICT, code, "It was not done: " + code.replace('-', ' '),
                        "Nothing moved. The request is kept as failed, and its key stands for it."));
    }

    @PatchMapping(path = "/{id}", consumes = {MediaType.APPLICATION_JSON_VALUE, MERGE_PATCH})
    Mono<ResponseEntity<Object>> change(@PathVariable String id,
            @RequestBody(required = false) byte @Nullable [] body,
            ServerWebExchange exchange) {
        return TmfJson.parse(body)
                .map(said -> desk.answers.byCaller(exchange, caller -> change(id, said, caller, exchange)))
                .orElseGet(() -> Mono.just(Errors.malformed()));
    }

    private Mono<ResponseEntity<Object>> change(String id, ObjectNode said, Caller caller,
            ServerWebExchange exchange) {
        Body body = new Body(said, Shapes.patchFaults(said));
        boolean cancel = body.text("status").map("cancelled"::equals).orElse(false);
        if (body.has("status") && !cancel) {
            body.wrong("status", "\"cancelled\", the only one that can be asked for");
        }
        said.remove("status");
        return body.faults().isEmpty()
                ? desk.change.change(caller, kind, id, said, cancel)
                        .map(changed -> answer(changed,
                                done -> ResponseEntity.ok(Answers.resources(exchange, caller).of(done))))
                : Mono.just(Errors.invalid(body.faults()));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<Object>> delete(@PathVariable String id, ServerWebExchange exchange) {
        return desk.answers.byCaller(exchange, caller -> desk.change.delete(caller, kind, id)
                .map(changed -> answer(changed, done -> ResponseEntity.noContent().build())));
    }

    private static ResponseEntity<Object> answer(Changed changed,
            Function<Action, ResponseEntity<Object>> done) {
        return switch (changed) {
            case Changed.Done(Action action) -> done.apply(action);
            case Changed.NotFound() -> Errors.notFound();
            case Changed.NotAllowed() -> Errors.notAllowed();
            case Changed.TooLate(Action action) -> Errors.conflict("wrong-status",
                    "It is " + action.status().word(), "In this status it can neither be cancelled nor deleted.");
            case Changed.Overtaken() -> Errors.conflict("overtaken", "It was changed meanwhile",
                    "Look at it, and send the request again.");
        };
    }
}
