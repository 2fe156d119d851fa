package dev.refill.posting;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerInvariants;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;
import dev.refill.ledger.TestBooks;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What functions of the schema post is what the rules say: each entry that is made in SQL beside the one that its rule makes. */
class SqlPostingRulesIT {

    private static final LedgerUnit USD = new LedgerUnit("USD");
    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final String ID = "0".repeat(32);
    private static final AccountId TIMED = new AccountId("bucket:sub_alice:timed");

    private final TestDatabase database = TestDatabase.with("balance");
    private final Ledger ledger = TestBooks.over(database.connections());

    @AfterEach
    void booksAreRight() {
        try (database) {
            assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block()).isEmpty();
        }
    }

    private void run(String sql) {
        database.client().sql(sql).then().block();
    }

    /** The only entry of a kind. */
    private Entry posted(String kind) {
        String id = database.client().sql("SELECT entry_id FROM balance.entry WHERE kind = :kind")
                .bind("kind", kind)
                .map(row -> row.get(0, String.class))
                .one()
                .blockOptional()
                .orElseThrow();
        return ledger.entry(new EntryId(id)).blockOptional().orElseThrow();
    }

    private static List<Posting> ruled(PostingRule rule, Terms terms) {
        return rule.entry(new EntryId("ent_1"), "ref_1", Instant.EPOCH, terms).postings();
    }

    private static Terms credit(long amount) {
        return new Terms().in(Leg.CREDIT, AIRTIME).with(Term.AMOUNT, amount);
    }

    private void recharge(AccountId bucket, long amount) {
        ledger.post(PostingRule.RECHARGE.entry(new EntryId("ent_rch_1"), "rch_1", Instant.EPOCH, new Terms()
                .in(Leg.MONEY, USD)
                .in(Leg.CREDIT, AIRTIME)
                .at(Place.GATEWAY, "stripe")
                .at(Place.BUCKET, bucket)
                .at(Place.SUBSCRIBER, "sub_alice")
                .with(Term.AMOUNT, amount)
                .with(Term.CREDIT, amount)
                .with(Term.BONUS, 0)
                .with(Term.BUCKET, amount)
                .with(Term.RECEIVABLE, 0))).block();
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 0})
    void transfer(long fee) {
        recharge(AccountId.bucketOf("sub_alice"), 1_000);

        run("""
                SELECT balance.transfer_all('{trf_%s}', '{app}', '{+12025550101}', '{+12025550102}', '{sub_alice}', '{sub_bob}',
                    '{airtime:USD}', '{500}', '{%d}', '{2026-03-01}', '{2026-03-01T12:00Z}', '{NULL}', 10, 100000, 0)
                """.formatted(ID, fee));

        assertThat(posted(PostingRule.TRANSFER.kind()).postings()).isEqualTo(ruled(PostingRule.TRANSFER, credit(500)
                .with(Term.FEE, fee)
                .at(Place.SUBSCRIBER, "sub_alice")
                .at(Place.RECIPIENT, AccountId.bucketOf("sub_bob"))));
    }

    @Test
    void expiry() {
        run("""
                INSERT INTO balance.bucket_terms (account, unit, owner, valid_from, valid_until, priority)
                VALUES ('bucket:sub_alice:timed', 'airtime:USD', 'sub_alice', '2026-01-01Z', '2026-02-01Z', 10)
                """);
        recharge(TIMED, 250);

        run("SELECT balance.expire('2026-03-01Z', 10)");

        assertThat(posted(PostingRule.EXPIRY.kind()).postings())
                .isEqualTo(ruled(PostingRule.EXPIRY, credit(250).at(Place.BUCKET, TIMED)));
    }

    @Test
    void endOfAReservation() {
        recharge(TIMED, 250);
        Terms terms = credit(200).at(Place.BUCKET, TIMED).at(Place.SUBSCRIBER, "sub_alice");
        run("""
                SELECT balance.tmf_move('rsv_%s', 'reserve', 'app', '%s', 'sub_alice', '%s', 'airtime:USD', 200, '%s', '%s', now(),
                    now() + interval '1 hour', NULL, '{}')
                """.formatted(ID, "f".repeat(64), TIMED, PostingRule.RESERVED.from(terms),
                PostingRule.RESERVED.to(terms)));
        assertThat(posted(PostingRule.RESERVED.kind()).postings()).isEqualTo(ruled(PostingRule.RESERVED, terms));

        run("SELECT balance.tmf_release('rsv_%s', '%s', now())".formatted(ID, PostingRule.RESERVED.to(terms)));

        assertThat(posted(PostingRule.RESERVATION_ENDED.kind()).postings())
                .isEqualTo(ruled(PostingRule.RESERVATION_ENDED, terms));
    }

    @Test
    void revenue() {
        recharge(AccountId.bucketOf("sub_alice"), 1_000);
        use("voice", 380);
        use("data", 120);

        run("SELECT balance.recognise('USD', 'airtime:USD', now())");

        var lines = new Lines();
        PostingRule.REVENUE.add(lines, earned("voice", 380));
        PostingRule.REVENUE.add(lines, earned("data", 120));
        assertThat(posted(PostingRule.REVENUE.kind()).postings()).containsExactlyInAnyOrderElementsOf(lines.all());
    }

    private void use(String service, long amount) {
        ledger.post(PostingRule.USAGE.entry(new EntryId("ent_" + service), service, Instant.EPOCH,
                credit(amount).at(Place.BUCKET, AccountId.bucketOf("sub_alice")).at(Place.SERVICE, service))).block();
    }

    private static Terms earned(String source, long amount) {
        return new Terms().in(Leg.MONEY, USD).at(Place.SOURCE, source).with(Term.EARNED, amount);
    }

    /** A rule that says of itself that SQL posts by it has a test here. */
    @Test
    void everyRuleThatIsPostedBySqlIsHeld() {
        Set<PostingRule> inSql = EnumSet.allOf(PostingRule.class);
        inSql.removeIf(rule -> !rule.isPostedBySql());

        assertThat(inSql).containsExactlyInAnyOrder(PostingRule.TRANSFER, PostingRule.EXPIRY,
                PostingRule.RESERVATION_ENDED, PostingRule.REVENUE);
    }
}
