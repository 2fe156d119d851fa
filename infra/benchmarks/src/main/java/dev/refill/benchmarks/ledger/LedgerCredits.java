package dev.refill.benchmarks.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.ledger.Posting;

/** Credits that our ledger posts. */
final class LedgerCredits implements Supplier<Mono<Void>> {

    static final String KIND = "recharge";
    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final AccountId ISSUED_CREDIT = new AccountId("issued-credit");
    private static final Duration LONGEST_OPENING = Duration.ofMinutes(2);

    private final Ledger ledger;
    private final Contention contention;
    private final AtomicLong next;

    LedgerCredits(Ledger ledger, Contention contention, long firstId) {
        this.ledger = ledger;
        this.contention = contention;
        this.next = new AtomicLong(firstId);
    }

    /** Posts to every account once, so that no measured credit makes a row that the others find. */
    static void openAccounts(Ledger ledger) {
        Flux.range(0, FreshBooks.SUBSCRIBERS)
                .flatMap(subscriber -> posted(ledger, entry("opening", subscriber, own(subscriber), subscriber)), 256)
                .then(posted(ledger, entry("opening", FreshBooks.SUBSCRIBERS, ISSUED_CREDIT, 0)))
                .block(LONGEST_OPENING);
    }

    @Override
    public Mono<Void> get() {
        int subscriber = ThreadLocalRandom.current().nextInt(FreshBooks.SUBSCRIBERS);
        AccountId other = switch (contention) {
            case HOT -> ISSUED_CREDIT;
            case UNIFORM -> own(subscriber);
        };
        return posted(ledger, entry(KIND, next.getAndIncrement(), other, subscriber));
    }

    private static AccountId own(int subscriber) {
        return AccountId.receivableOf("sub_" + subscriber);
    }

    private static Entry entry(String kind, long id, AccountId other, int subscriber) {
        return new Entry(new EntryId("ent_" + id), kind, "rch_" + id, Instant.now(),
                List.of(new Posting(AccountId.bucketOf("sub_" + subscriber), new Amount(AIRTIME, 1000)),
                        new Posting(other, new Amount(AIRTIME, -1000))));
    }

    private static Mono<Void> posted(Ledger ledger, Entry entry) {
        return ledger.post(entry).flatMap(LedgerCredits::created);
    }

    private static Mono<Void> created(PostOutcome outcome) {
        return outcome instanceof PostOutcome.Created
                ? Mono.empty()
                : Mono.error(new IllegalStateException("outcome: " + outcome + " (expected: Created)"));
    }
}
