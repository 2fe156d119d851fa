package dev.refill.ledger;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.testsupport.SqlMutant;
import dev.refill.testsupport.SqlMutant.InFunction;
import dev.refill.testsupport.SqlMutant.InSchema;
import dev.refill.testsupport.SqlMutation;

/** Each rule of posting is broken once, and a test of the ledger notices. */
class PostMutantsIT {

    static Stream<SqlMutant> mutants() {
        return Stream.of(
                inPost("its id is not claimed", "PERFORM balance.claim(ARRAY[p_entry_id]);", ""),
                inPost("no conflict check", "ON CONFLICT DO NOTHING", ""),
                inPost("a bucket may fall below zero", "AND coalesce(held.balance, 0) + move.amount < 0", "AND false"),
                inPost("a debt may rise above zero", "AND coalesce(held.balance, 0) + move.amount > 0", "AND false"),
                inPost("frozen credit is not judged", "amount < 0 AND account ^@ ANY ('{bucket:,frozen:}')",
                        "amount < 0 AND starts_with(account, 'bucket:')"),
                inPost("a debt that is settled is not judged",
                        "OR amount > 0 AND starts_with(account, 'receivable:')) THEN", ") THEN"),
                inPost("a first debt draws on nothing",
                        "CASE WHEN starts_with(account, 'receivable:') THEN amount > 0 ELSE amount < 0 END AS is_drawn",
                        "amount < 0 AS is_drawn"),
                inPost("buckets are judged without a lock", "FOR NO KEY UPDATE", ""),
                inPost("a debit overwrites", "SET balance = b.balance + line.amount", "SET balance = line.amount"),
                inPost("a credit overwrites", "SET balance = b.balance + excluded.balance",
                        "SET balance = excluded.balance"),
                inPost("a system account's part is overwritten", "SET balance = s.balance + excluded.balance",
                        "SET balance = excluded.balance"),
                inPost("a repeated debit falls short", "IF outcome IS NULL THEN", "IF short_account IS NOT NULL THEN"),

                inPostAll("ids are not claimed", "PERFORM balance.claim(p_entry_ids);", ""),
                inPostAll("no conflict check", "WHERE entry_id = ANY (p_entry_ids));", "WHERE false);"),
                inPostAll("an id twice in a batch is not noticed", "GROUP BY id HAVING count(*) > 1",
                        "GROUP BY id HAVING false"),
                inPostAll("no running sum", "held[place] := held[place] + p_amounts[posting];",
                        "held[place] := held[place];"),
                inPostAll("a bucket may fall below zero", "AND held[place] + p_amounts[posting] < 0", "AND false"),
                inPostAll("a debt may rise above zero", "AND held[place] + p_amounts[posting] > 0", "AND false"),
                inPostAll("frozen credit is not judged", "amount < 0 AND account ^@ ANY ('{bucket:,frozen:}')",
                        "amount < 0 AND starts_with(account, 'bucket:')"),
                inPostAll("a debt that is settled is not judged",
                        "OR amount > 0 AND starts_with(account, 'receivable:'));", ");"),
                inPostAll("buckets are judged without a lock", "FOR NO KEY UPDATE) AS b", ") AS b"),
                inPostAll("locks of buckets unsorted",
                        "'{bucket:,frozen:,receivable:}'), account COLLATE \"C\", unit",
                        "'{bucket:,frozen:,receivable:}'), reverse(account) COLLATE \"C\", unit"),
                inPostAll("a bucket made meanwhile is not noticed", "IF made < (SELECT", "IF false AND made < (SELECT"),
                inPostAll("debited balances are not written",
                        "ON CONFLICT (account, unit) DO UPDATE SET balance = excluded.balance;",
                        "ON CONFLICT (account, unit) DO NOTHING;"),
                inPostAll("a credit overwrites", "SET balance = b.balance + excluded.balance",
                        "SET balance = excluded.balance"),
                inPostAll("a system account's part is overwritten", "SET balance = s.balance + excluded.balance",
                        "SET balance = excluded.balance"),
                inPostAll("histories begin at zero", "bases[place] := balance_now - held[place];",
                        "bases[place] := 0;"),
                inPostAll("postings of refused entries are written", "WHERE accepted[entry];", ";"),

                new InFunction("what is held is answered in another order", "balance.held", "ORDER BY asked.n",
                        "ORDER BY asked.n DESC"),
                new InFunction("units are mixed", "balance.held", "AND b.unit = asked.unit COLLATE \"C\"", ""),

                new InSchema("locks of claims unsorted", "balance", """
                        CREATE OR REPLACE FUNCTION balance.claim(p_ids text[]) RETURNS void LANGUAGE sql
                        BEGIN ATOMIC SELECT pg_advisory_xact_lock(1651269987, hashtext(id)) FROM unnest(p_ids) AS id; END
                        """),
                inRepeated("kind is not compared", "e.kind = p_kind AND", ""),
                inRepeated("reference is not compared", "AND e.reference = p_reference", ""),
                inRepeated("number of postings is not compared", "AND e.posting_count = cardinality(p_accounts)", ""),
                inRepeated("postings are not compared", "AND NOT EXISTS (", "OR NOT EXISTS ("),

                new InSchema("postings may be changed", "balance", "DROP TRIGGER append_only ON balance.posting"),
                new InSchema("entries may be changed", "balance", "DROP TRIGGER append_only ON balance.entry"),
                new InSchema("entries need not be whole", "balance", "DROP TRIGGER whole_entries ON balance.posting"),
                new InSchema("entries need no postings", "balance", "DROP TRIGGER has_postings ON balance.entry"),
                new InSchema("a line may be written twice", "balance",
                        "ALTER TABLE balance.posting DROP CONSTRAINT posting_pkey"),
                new InSchema("a bucket may hold less than nothing", "balance",
                        "ALTER TABLE balance.bucket DROP CONSTRAINT bucket_balance_check"),
                new InSchema("a debt may be more than nothing", "balance", """
                        ALTER TABLE balance.bucket DROP CONSTRAINT bucket_balance_check, ADD CONSTRAINT bucket_balance_check
                            CHECK (starts_with(account, 'receivable:') OR balance >= 0)
                        """),
                new InSchema("a debt may be a system account", "balance",
                        "ALTER TABLE balance.system_stripe DROP CONSTRAINT system_stripe_account_check"));
    }

    private static SqlMutant inPost(String name, String text, String replacement) {
        return new InFunction(name, "balance.post", text, replacement);
    }

    private static SqlMutant inPostAll(String name, String text, String replacement) {
        return new InFunction(name, "balance.post_all", text, replacement);
    }

    private static SqlMutant inRepeated(String name, String text, String replacement) {
        return new InFunction(name, "balance.repeated", text, replacement);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsKilled(SqlMutant mutant) {
        SqlMutation.kill(mutant, LedgerOverlapsIT.class, AppendOnlyIT.class, R2dbcLedgerIT.class,
                LedgerAgainstModelIT.class, LedgerOfTwoNodesIT.class);
    }
}
