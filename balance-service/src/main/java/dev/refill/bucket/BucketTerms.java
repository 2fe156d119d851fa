package dev.refill.bucket;

import java.util.Optional;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.tariff.Validity;

/**
 * Under which terms a bucket may be spent.
 *
 * @param account where it is held
 * @param unit what it holds
 * @param allowance its name in the tariff plan, which says where it counts; empty: credit
 * @param validity from when until when
 * @param priority of two that expire together the lower one is spent first
 */
public record BucketTerms(AccountId account, LedgerUnit unit, Optional<String> allowance, Validity validity,
        int priority) {

    /** Of a bucket about which nothing was said. */
    public static final int USUAL_PRIORITY = 100;

    /** Most buckets hold one unit; the main one of a subscriber may hold several. */
    public String id() {
        return account + " " + unit;
    }
}
