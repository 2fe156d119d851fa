package dev.refill.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Times each post from subscription to answer: {@code refill.ledger.post} by {@code outcome}. */
final class MeteredLedger implements Ledger {

    private static final String TIMER = "refill.ledger.post";

    private final Ledger ledger;
    private final MeterRegistry meters;

    MeteredLedger(Ledger ledger, MeterRegistry meters) {
        this.ledger = ledger;
        this.meters = meters;
    }

    @Override
    public Mono<PostOutcome> post(Entry entry) {
        return Mono.defer(() -> timed(entry, Timer.start(meters)));
    }

    private Mono<PostOutcome> timed(Entry entry, Timer.Sample sample) {
        return ledger.post(entry)
                .doOnNext(outcome -> stop(sample, word(outcome)))
                .doOnError(fault -> stop(sample, word(fault)))
                .doOnCancel(() -> stop(sample, "cancelled"));
    }

    private void stop(Timer.Sample sample, String outcome) {
        sample.stop(Timer.builder(TIMER)
                .description("Time to write an entry, by what became of it")
                .tag("outcome", outcome)
                .register(meters));
    }

    private static String word(PostOutcome outcome) {
        return switch (outcome) {
            case PostOutcome.Created created -> "created";
            case PostOutcome.AlreadyExists repeated -> "already_exists";
            case PostOutcome.ExistsWithOtherContent other -> "exists_with_other_content";
            case PostOutcome.InsufficientBalance insufficient -> "insufficient_balance";
        };
    }

    private static String word(Throwable fault) {
        if (!(fault instanceof LedgerException known)) {
            return "failed";
        }
        return switch (known.code()) {
            case OUTCOME_UNKNOWN -> "unknown";
            case BUSY -> "busy";
            case REFUSED -> "refused";
        };
    }

    @Override
    public Mono<Entry> entry(EntryId id) {
        return ledger.entry(id);
    }

    @Override
    public Mono<Balance> balanceOf(AccountId account, LedgerUnit unit) {
        return ledger.balanceOf(account, unit);
    }

    @Override
    public Flux<Balance> balancesOf(AccountId account) {
        return ledger.balancesOf(account);
    }

    @Override
    public Flux<HistoryLine> history(AccountId account, @Nullable Long before, int limit) {
        return ledger.history(account, before, limit);
    }
}
