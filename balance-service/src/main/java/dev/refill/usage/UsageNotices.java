package dev.refill.usage;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.Msisdn;

/** How others hear of allowances that are running out. */
public interface UsageNotices {

    /**
     * Tells of these, all or none. One that is told twice must be heard once. Cold; completes empty. An error: it is not known,
     * and they are told again.
     *
     * @param reached at most a few hundred
     */
    Mono<Void> reached(List<Reached> reached);

    /**
     * So many per cent of an allowance are used.
     *
     * @param number its own for ever
     * @param client whose charge reached it
     * @param owner whose bucket it is, a subscriber's id
     * @param msisdn the owner's main number; {@code null}: there is none
     * @param percent 1 to 100
     * @param filled what there was after the last fill, more than zero
     * @param remaining what was left
     */
    record Reached(long number, String client, String owner, @Nullable Msisdn msisdn, AccountId bucket,
            String allowance, LedgerUnit unit, int percent, long filled, long remaining, Instant at) {

        public Reached with(Msisdn ofOwner) {
            return new Reached(number, client, owner, ofOwner, bucket, allowance, unit, percent, filled, remaining, at);
        }
    }
}
