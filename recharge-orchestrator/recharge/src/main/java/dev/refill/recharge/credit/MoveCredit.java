package dev.refill.recharge.credit;

import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.PostOutcome;
import dev.refill.ledger.Posting;
import dev.refill.posting.Account;
import dev.refill.posting.Leg;
import dev.refill.posting.Place;
import dev.refill.posting.PostingRule;
import dev.refill.posting.Term;
import dev.refill.posting.Terms;
import dev.refill.subscriber.SubscriberId;

/**
 * Posts entries that are split by what a subscriber holds. The holdings are read, the entry is made and posted; if a holding
 * has moved in between and does not suffice any more, all of that is done again. The entry's id stays, so whatever repeats it
 * finds it in the books, however it was split then.
 */
public final class MoveCredit {

    /** So often somebody may spend or settle between a read and the post that follows it. */
    private static final int MOST_OVERTAKINGS = 16;

    private final Ledger ledger;

    public MoveCredit(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What became of an entry. */
    public enum Moved {
        /** It is in the books, from now on or from before. */
        DONE,
        /** The books hold something else under its id; nothing moved. A fault, worth an alarm. */
        REFUSED
    }

    /** A holding did not suffice any more when it came to writing; nothing moved. */
    static final class HoldingsMoved extends RuntimeException {

        private static final long serialVersionUID = 1L;

        HoldingsMoved(AccountId account) {
            // An everyday event beside a subscriber who spends; its stack trace would say nothing.
            super(account + " moved meanwhile", null, false, false);
        }
    }

    /**
     * Posts an entry that gives credit. Only the debt is read, together with those of whoever asks at the same time.
     *
     * @param entryFor the same entry each time, but for what depends on the holdings
     * @return exactly one outcome; an error means that it is not known and the caller repeats
     */
    public Mono<Moved> give(SubscriberId subscriber, LedgerUnit unit, Function<Holdings, Entry> entryFor) {
        return post(debt(subscriber, unit).map(debt -> new Holdings(0, 0, debt)), entryFor)
                .flatMap(written -> released(written, subscriber, unit));
    }

    /**
     * Posts an entry that takes credit, or moves it about. Otherwise as {@link #give}.
     *
     * @param bucket that of the subscriber's from which it is taken
     */
    public Mono<Moved> take(SubscriberId subscriber, AccountId bucket, LedgerUnit unit,
            Function<Holdings, Entry> entryFor) {
        return post(holdings(subscriber, bucket, unit), entryFor).map(Written::moved);
    }

    /** What an account, held by somebody, moved by in an entry; zero if it is not in it. */
    public static long movedIn(Entry entry, AccountId account) {
        return entry.postings().stream()
                .filter(posting -> posting.account().equals(account))
                .mapToLong(posting -> posting.amount().value())
                .sum();
    }

    private record Written(Entry entry, Moved moved) {}

    private Mono<Written> post(Mono<Holdings> reading, Function<Holdings, Entry> entryFor) {
        return Mono.defer(() -> reading)
                .map(entryFor)
                .flatMap(entry -> ledger.post(entry).flatMap(outcome -> judge(entry, outcome)))
                .retryWhen(Retry.max(MOST_OVERTAKINGS)
                        .filter(HoldingsMoved.class::isInstance)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }

    private Mono<Written> judge(Entry entry, PostOutcome outcome) {
        return switch (outcome) {
            case PostOutcome.Created created -> Mono.just(new Written(entry, Moved.DONE));
            case PostOutcome.AlreadyExists exists -> Mono.just(new Written(entry, Moved.DONE));
            case PostOutcome.ExistsWithOtherContent other -> ledger.entry(entry.id())
                    .map(written -> new Written(written, isSameEvent(entry, written) ? Moved.DONE : Moved.REFUSED));
            case PostOutcome.InsufficientBalance insufficient -> Mono
                    .error(() -> new HoldingsMoved(insufficient.account()));
        };
    }

    /** The same in everything that does not depend on what was held: what is owed of disputed credit does. */
    private static boolean isSameEvent(Entry one, Entry other) {
        return one.kind().equals(other.kind()) && one.reference().equals(other.reference())
                && ofSystem(one).equals(ofSystem(other));
    }

    private static Set<Posting> ofSystem(Entry entry) {
        return entry.postings().stream()
                .filter(posting -> !posting.account().isHolding())
                .filter(posting -> !posting.account().equals(Account.DISPUTED_CREDIT.id()))
                .collect(Collectors.toSet());
    }

    /** Whoever settled the last of a debt lets go what was frozen because of it. */
    private Mono<Moved> released(Written written, SubscriberId subscriber, LedgerUnit unit) {
        return movedIn(written.entry(), AccountId.receivableOf(subscriber.value())) == 0
                ? Mono.just(written.moved())
                : holdings(subscriber, AccountId.bucketOf(subscriber.value()), unit)
                        .filter(held -> held.debt() == 0 && held.frozen() > 0)
                        .flatMap(held -> ledger.post(release(written.entry(), subscriber, unit, held)))
                        .thenReturn(written.moved());
    }

    private static Entry release(Entry cause, SubscriberId subscriber, LedgerUnit unit, Holdings held) {
        return PostingRule.RELEASE.entry(new EntryId(cause.id() + "_released"), cause.reference(), cause.occurredAt(),
                new Terms().at(Place.SUBSCRIBER, subscriber).in(Leg.CREDIT, unit).with(Term.AMOUNT, held.frozen()));
    }

    private Mono<Holdings> holdings(SubscriberId subscriber, AccountId bucket, LedgerUnit unit) {
        return Mono.zip(balance(bucket, unit),
                balance(AccountId.frozenOf(subscriber.value()), unit), debt(subscriber, unit))
                .map(held -> new Holdings(held.getT1(), held.getT2(), held.getT3()));
    }

    private Mono<Long> debt(SubscriberId subscriber, LedgerUnit unit) {
        return balance(AccountId.receivableOf(subscriber.value()), unit).map(Math::negateExact);
    }

    private Mono<Long> balance(AccountId account, LedgerUnit unit) {
        return ledger.balanceOf(account, unit).map(balance -> balance.amount().value());
    }
}
