package dev.refill.tmf654.action;

import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.Amount;
import dev.refill.ledger.EntryId;
import dev.refill.tmf654.TopUpByPayment;
import dev.refill.tmf654.TopUpByPayment.Progress;
import dev.refill.tmf654.TopUpByPayment.Purchase;
import dev.refill.transfer.Caller;
import dev.refill.transfer.TransferOutcome;
import dev.refill.transfer.TransferRequest;
import dev.refill.transfer.Transfers;

/**
 * Has other use cases do what was asked for, and notes how far they came. Each is asked under the id of the action, which stands for one
 * payment or transfer for ever: so it may be asked again, whatever happened meanwhile.
 */
public final class CarryOn {

    private static final Logger log = LoggerFactory.getLogger(CarryOn.class);
    private static final Caller OURSELVES = new Caller("tmf654", null);
    private static final int AT_ONCE = 8;
    /** Before every id. */
    private static final String FIRST = "";

    private final Actions actions;
    private final TopUpByPayment payments;
    private final Transfers transfers;
    private final Clock clock;
    private volatile String after = FIRST;

    public CarryOn(Actions actions, TopUpByPayment payments, Transfers transfers, Clock clock) {
        this.actions = actions;
        this.payments = payments;
        this.transfers = transfers;
        this.clock = clock;
    }

    /**
     * Looks after a batch of those that are under way, the next one after that of the round before: those that rest for long, as a
     * customer takes time to pay, do not keep others from their turn. Emits how many have come to their end.
     */
    public Mono<Long> round(int batch) {
        return Flux.defer(() -> actions.underWay(after, batch))
                .collectList()
                .doOnNext(turn -> after = turn.size() < batch ? FIRST : turn.getLast().id())
                .flatMapIterable(turn -> turn)
                .flatMap(this::asFarAsItGoes, AT_ONCE)
                .filter(action -> !action.isUnderWay())
                .count();
    }

    /** Releases reservations that have ended. Emits how many. */
    public Mono<Long> releaseEnded(int batch) {
        return Flux.defer(() -> actions.ended(clock.instant(), batch))
                .concatMap(reservation -> actions.release(reservation, clock.instant()))
                .count();
    }

    /** The action after that; as it was, if nobody knows how far it came. */
    Mono<Action> asFarAsItGoes(Action action) {
        return progress(action)
                .flatMap(conclusion -> actions.conclude(action.id(), conclusion, clock.instant()))
                .doOnError(failure -> log.warn("{} is carried on later: {}", action.id(), failure.toString()))
                .onErrorReturn(action)
                .defaultIfEmpty(action);
    }

    private Mono<Conclusion> progress(Action action) {
        if (!action.isUnderWay()) {
            return Mono.empty();
        }
        return switch (action.kind()) {
            case TOP_UP -> payment(action).map(CarryOn::conclusion);
            case TRANSFER -> transfers.give(transfer(action)).map(outcome -> conclusion(action, outcome));
            case ADJUST, RESERVE -> Mono.empty();
        };
    }

    private Mono<Progress> payment(Action action) {
        return action.reference() == null
                ? payments.start(purchase(action))
                : payments.look(action.reference());
    }

    private static Purchase purchase(Action action) {
        Wish.Buy buy = Purchases.read(action.content());
        return new Purchase(action.id(), action.client(), Objects.requireNonNull(action.number()), buy.offer(),
                new Amount(action.bucket().unit(), action.amount()), buy.card());
    }

    /** Has the provider asked that nobody can pay it any more. Empty: nobody knows whether there is a payment yet. */
    Mono<Action> cancelPayment(Action action) {
        return Mono.justOrEmpty(action.reference())
                .flatMap(payment -> payments.cancel(payment, action.client()))
                .map(CarryOn::conclusion)
                .flatMap(conclusion -> actions.conclude(action.id(), conclusion, clock.instant()));
    }

    private static Conclusion conclusion(Progress progress) {
        return switch (progress) {
            case Progress.UnderWay(String payment, URI page) ->
                Conclusion.underWay(payment, page == null ? null : page.toString());
            case Progress.Credited(String payment, EntryId entry) -> Conclusion.done(payment, entry);
            case Progress.Cancelled(String payment) -> Conclusion.cancelled(payment);
            case Progress.Failed(String payment, String why) -> Conclusion.failed(payment, why);
            case Progress.Refused(String why) -> Conclusion.failed(null, why);
        };
    }

    private static TransferRequest transfer(Action action) {
        return new TransferRequest(OURSELVES, action.id(), Objects.requireNonNull(action.number()),
                Objects.requireNonNull(action.receiver()), new Amount(action.bucket().unit(), action.amount()));
    }

    private static Conclusion conclusion(Action action, TransferOutcome outcome) {
        return switch (outcome) {
            case TransferOutcome.Transferred(var done) ->
                Conclusion.done(done.id().value(), new EntryId("ent_" + done.id()));
            case TransferOutcome.InsufficientBalance tooLittle -> failed(action, "insufficient_balance");
            case TransferOutcome.LimitReached(var which) -> failed(action, "limit_reached_" + which);
            case TransferOutcome.UnknownSubscriber(var who) -> failed(action, "unknown_" + who);
            case TransferOutcome.NotActive(var who) -> failed(action, "not_active_" + who);
            case TransferOutcome.ToOneself same -> failed(action, "to_oneself");
            case TransferOutcome.OtherUnit(var who) -> failed(action, "other_unit_" + who);
            case TransferOutcome.KeyReused another -> failed(action, "key_reused");
        };
    }

    private static Conclusion failed(Action action, String why) {
        return Conclusion.failed(transfer(action).id().value(), why.toLowerCase(Locale.ROOT));
    }
}
