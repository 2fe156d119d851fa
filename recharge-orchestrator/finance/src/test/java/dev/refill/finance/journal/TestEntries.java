package dev.refill.finance.journal;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import reactor.core.publisher.Flux;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.ledger.Posting;

/** Entries as the application posts them. */
final class TestEntries {

    static final Instant AT = Instant.parse("2026-03-01T23:59:59.123456Z");
    private static final List<String> MONEY = List.of("USD", "JPY", "KWD");
    private static final List<String> SERVICES = List.of("voice", "sms", "data");

    private TestEntries() {}

    /** Alice pays 10.00 USD and gets 11.00 of airtime. */
    static Entry recharge() {
        return new Entry(new EntryId("ent_rch_1"), "recharge", "rch_1", AT, List.of(
                posting("gateway-clearing:stripe", "USD", 1_000), posting("deferred-revenue", "USD", -1_000),
                posting("issued-credit", "airtime:USD", -1_000), posting("issued-bonus", "airtime:USD", -100),
                posting("bucket:sub_alice", "airtime:USD", 1_100)));
    }

    /** Of two lines in one unit. */
    static Entry of(String id, String kind, String reference, String from, String to, String unit, long amount) {
        return new Entry(new EntryId(id), kind, reference, AT,
                List.of(posting(from, unit, -amount), posting(to, unit, amount)));
    }

    static Posting posting(String account, String unit, long amount) {
        return new Posting(new AccountId(account), new Amount(new LedgerUnit(unit), amount));
    }

    /** Recharges, usage and transfers of many subscribers in units of 0, 2 and 3 decimals, some of them very large. */
    static Flux<Entry> many(int count, long seed) {
        Random random = new Random(seed);
        return Flux.fromStream(() -> IntStream.range(0, count).mapToObj(number -> some(number, random)));
    }

    private static Entry some(int number, Random random) {
        String money = MONEY.get(random.nextInt(MONEY.size()));
        String credit = "airtime:" + money;
        String alice = "bucket:sub_" + random.nextInt(1_000);
        long amount = 1 + (random.nextInt(50) == 0 ? random.nextLong(1L << 52) : random.nextInt(100_000));
        Instant at = AT.plusSeconds(60L * number);
        List<Posting> postings = switch (random.nextInt(4)) {
            case 0 ->
                List.of(posting("gateway-clearing:stripe", money, amount), posting("deferred-revenue", money, -amount),
                        posting("issued-credit", credit, -amount), posting(alice, credit, amount));
            case 1 -> List.of(posting(alice, credit, -amount),
                    posting("used-credit:" + SERVICES.get(random.nextInt(SERVICES.size())), credit, amount));
            case 2 -> List.of(posting(alice, credit, -amount - 1), posting("bucket:sub_bob", credit, amount),
                    posting("transfer-fees", credit, 1));
            default -> List.of(posting("issued-bonus", "data:byte", -amount), posting(alice, "data:byte", amount));
        };
        return new Entry(new EntryId("ent_" + number), "kind \"" + number, "ref;" + number + "\n \\", at, postings);
    }
}
