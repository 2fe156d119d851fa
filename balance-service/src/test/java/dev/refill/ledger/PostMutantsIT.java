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
                inPost("a debit is written like a credit", "OR p_amounts[line] < 0", ""),
                inPost("of two buckets one is filled", "filled IS NOT NULL OR", ""),
                inPost("a debt is filled like a bucket", "OR starts_with(p_accounts[line], 'receivable:')", ""),
                inPost("parts of system accounts are locked unsorted", "ORDER BY account COLLATE",
                        "ORDER BY reverse(account) COLLATE"),
                inPost("its id is not claimed", "PERFORM pg_advisory_xact_lock(1651269987, hashtext(p_entry_id));", ""),
                inPost("no conflict check", "WHERE entry_id = p_entry_id)", "WHERE false)"),
                inPost("a credit overwrites", "SET balance = b.balance + excluded.balance",
                        "SET balance = excluded.balance"),
                inPost("a system account's part is overwritten", "SET balance = s.balance + excluded.balance",
                        "SET balance = excluded.balance"),

                inPostAll("ids are not claimed", "PERFORM balance.claim(p_entry_ids);", ""),
                inPostAll("no conflict check", "WHERE entry_id = ANY (p_entry_ids));", "WHERE false);"),
                inPostAll("an id twice in a batch is not noticed", "GROUP BY id HAVING count(*) > 1",
                        "GROUP BY id HAVING false"),
                inPostAll("no running sum", "held[place] := held[place] + p_amounts[posting];",
                        "held[place] := held[place];"),
                inPostAll("a bucket may fall below zero", "AND held[place] + p_amounts[posting] < 0", "AND false"),
                inPostAll("a debt may rise above zero", "AND held[place] + p_amounts[posting] > 0", "AND false"),
                inPostAll("a debit is not judged", "THEN amount > 0 ELSE amount < 0 END);",
                        "THEN amount > 0 ELSE false END);"),
                inPostAll("a debt that is settled is not judged", "THEN amount > 0 ELSE amount < 0 END);",
                        "THEN false ELSE amount < 0 END);"),
                inPostAll("buckets are judged without a lock", "FOR NO KEY UPDATE) AS b", ") AS b"),
                inPostAll("locks of buckets unsorted", "OVER (ORDER BY account COLLATE",
                        "OVER (ORDER BY reverse(account) COLLATE"),
                inPostAll("parts of system accounts are locked unsorted",
                        "WHERE NOT p.is_holding AND is_touched\n    ORDER BY number",
                        "WHERE NOT p.is_holding AND is_touched\n    ORDER BY number DESC"),
                inPostAll("a bucket made meanwhile is not noticed", "IF made < (SELECT", "IF false AND made < (SELECT"),
                inPostAll("debited balances are not written",
                        "ON CONFLICT (account, unit) DO UPDATE SET balance = excluded.balance;",
                        "ON CONFLICT (account, unit) DO NOTHING;"),
                inPostAll("a credit overwrites", "SET balance = b.balance + excluded.balance",
                        "SET balance = excluded.balance"),
                inPostAll("a system account's part is overwritten", "SET balance = s.balance + excluded.balance",
                        "SET balance = excluded.balance"),
                inPostAll("histories are those of other accounts", "EXIT WHEN touched[place] AND is_holding[place];",
                        "EXIT WHEN touched[place];"),
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
                        "ALTER DOMAIN balance.system_name DROP CONSTRAINT system_name_check"),
                new InSchema("a system account may be a bucket", "balance",
                        "ALTER DOMAIN balance.holding_name DROP CONSTRAINT holding_name_check"),
                new InSchema("nothing may move", "balance", "ALTER DOMAIN balance.moved DROP CONSTRAINT moved_check"),
                new InSchema("lines may begin anywhere and never end", "balance",
                        "ALTER DOMAIN balance.line_number DROP CONSTRAINT line_number_check"),
                new InSchema("a kind may be any text", "balance",
                        "ALTER DOMAIN balance.entry_kind DROP CONSTRAINT entry_kind_check"),
                new InSchema("a reference may be any text", "balance",
                        "ALTER DOMAIN balance.entry_reference DROP CONSTRAINT entry_reference_check"),
                new InSchema("an account may be called anything", "balance",
                        "ALTER DOMAIN balance.account_name DROP CONSTRAINT account_name_check"),
                new InSchema("a unit may be called anything", "balance",
                        "ALTER DOMAIN balance.unit_name DROP CONSTRAINT unit_name_check"),
                new InSchema("an entry may be called anything", "balance",
                        "ALTER DOMAIN balance.entry_id DROP CONSTRAINT entry_id_check"),
                inWhole("entries need not be zero", "sum(amount) = 0", "true"),
                inWhole("units are added up", "GROUP BY entry_id, unit", "GROUP BY entry_id"),
                inWhole("an account may come twice", "count(*) = count(DISTINCT account)", "true"),
                inWhole("a gap in the lines is not noticed", "AND e.posting_count = last", ""),
                inWhole("a bucket need not say what it held", "coalesce(balance_after >= 0, false)", "true"),
                inWhole("a debt need not say what it was", "coalesce(balance_after <= 0, false)", "true"),
                inWhole("a system account may say what it was", "ELSE balance_after IS NULL", "ELSE true"));
    }

    private static SqlMutant inPost(String name, String text, String replacement) {
        return new InFunction(name, "balance.post", text, replacement);
    }

    private static SqlMutant inPostAll(String name, String text, String replacement) {
        return new InFunction(name, "balance.post_all", text, replacement);
    }

    private static SqlMutant inWhole(String name, String text, String replacement) {
        return new InFunction(name, "balance.require_whole_entries", text, replacement);
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
