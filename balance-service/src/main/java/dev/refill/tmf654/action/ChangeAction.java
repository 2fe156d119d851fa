package dev.refill.tmf654.action;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.tmf654.Caller;

/** Changes what may change of an action: what is said of it, and whether it goes on. */
public final class ChangeAction {

    private final Actions actions;
    private final CarryOn carryOn;
    private final Clock clock;

    public ChangeAction(Actions actions, CarryOn carryOn, Clock clock) {
        this.actions = actions;
        this.carryOn = carryOn;
        this.clock = clock;
    }

    /**
     * Cancels it if that is asked for, then sets what is said of it. Cold; emits once.
     *
     * @param said fields that take the place of those before
     */
    public Mono<Changed> change(Caller caller, ActionKind kind, String id, ObjectNode said, boolean cancel) {
        return withAction(caller, kind, id, action -> cancel
                ? cancelled(action, caller.client()).flatMap(after -> after instanceof Changed.Done(Action done)
                        ? say(done, said)
                        : Mono.just(after))
                : say(action, said));
    }

    /** Ends a reservation and hides it; hides what has come to its end. What moved stays in the books. Cold; emits once. */
    public Mono<Changed> delete(Caller caller, ActionKind kind, String id) {
        return withAction(caller, kind, id, action -> action.kind() == ActionKind.RESERVE && action.isUnderWay()
                ? actions.release(action, clock.instant()).flatMap(this::hide)
                : hide(action));
    }

    private Mono<Changed> withAction(Caller caller, ActionKind kind, String id,
            Function<Action, Mono<Changed>> change) {
        return Mono.justOrEmpty(Optional.of(id).filter(text -> ActionKind.of(text).filter(kind::equals).isPresent()))
                .flatMap(actions::find)
                .filter(action -> action.isFor(caller))
                .flatMap(action -> action.isAdjustment() && !caller.adjusts()
                        ? Mono.just(new Changed.NotAllowed())
                        : change.apply(action))
                .defaultIfEmpty(new Changed.NotFound());
    }

    private Mono<Changed> cancelled(Action action, String client) {
        if (action.status() == Action.Status.CANCELLED) {
            return Mono.just(new Changed.Done(action));
        }
        if (!action.isUnderWay()) {
            return Mono.just(new Changed.TooLate(action));
        }
        return switch (action.kind()) {
            case RESERVE -> actions.release(action, clock.instant()).map(Changed::ended);
            case TOP_UP -> carryOn.cancelPayment(action, client);
            case ADJUST, TRANSFER -> Mono.just(new Changed.TooLate(action));
        };
    }

    private Mono<Changed> say(Action action, ObjectNode said) {
        if (said.isEmpty()) {
            return Mono.just(new Changed.Done(action));
        }
        ObjectNode content = action.content().deepCopy().setAll(said);
        return actions.change(action, content).<Changed>map(Changed.Done::new).defaultIfEmpty(new Changed.Overtaken());
    }

    private Mono<Changed> hide(Action action) {
        return action.isUnderWay()
                ? Mono.just(new Changed.TooLate(action))
                : actions.hide(action).map(hidden -> hidden ? new Changed.Done(action) : new Changed.Overtaken());
    }
}
