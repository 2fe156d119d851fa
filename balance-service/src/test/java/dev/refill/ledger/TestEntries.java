package dev.refill.ledger;

import java.time.Instant;
import java.util.List;

/** Valid entries; a test changes what it is about. */
final class TestEntries {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final LedgerUnit USD = new LedgerUnit("USD");
    static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    static final AccountId CLEARING = new AccountId("gateway-clearing:stripe");
    static final AccountId DEFERRED_REVENUE = new AccountId("deferred-revenue");
    static final AccountId ISSUED_CREDIT = new AccountId("issued-credit");
    static final AccountId BONUS = new AccountId("bonus");
    static final AccountId USED_CREDIT = new AccountId("used-credit");
    static final AccountId ALICE = AccountId.bucketOf("sub_alice");
    static final AccountId ALICE_OWES = AccountId.receivableOf("sub_alice");
    static final AccountId ALICE_FROZEN = AccountId.frozenOf("sub_alice");
    static final AccountId BOB = AccountId.bucketOf("sub_bob");

    private TestEntries() {}

    /** Money and credit legs of a recharge with a tenth of bonus. */
    static Entry recharge(String id, AccountId bucket, long credit) {
        long bonus = credit / 10;
        return entry(id, "recharge",
                posting(CLEARING, USD, credit),
                posting(DEFERRED_REVENUE, USD, -credit),
                posting(ISSUED_CREDIT, AIRTIME, -credit),
                posting(BONUS, AIRTIME, -bonus),
                posting(bucket, AIRTIME, credit + bonus));
    }

    static Entry credit(String id, AccountId bucket, long value) {
        return entry(id, "recharge", posting(ISSUED_CREDIT, AIRTIME, -value), posting(bucket, AIRTIME, value));
    }

    static Entry usage(String id, AccountId bucket, long value) {
        return entry(id, "usage", posting(bucket, AIRTIME, -value), posting(USED_CREDIT, AIRTIME, value));
    }

    static Entry transfer(String id, AccountId from, AccountId to, long value) {
        return entry(id, "transfer", posting(from, AIRTIME, -value), posting(to, AIRTIME, value));
    }

    static Entry entry(String id, String kind, Posting... postings) {
        return new Entry(new EntryId("ent_" + id), kind, "ref-" + id, NOON, List.of(postings));
    }

    static Posting posting(AccountId account, LedgerUnit unit, long value) {
        return new Posting(account, new Amount(unit, value));
    }
}
