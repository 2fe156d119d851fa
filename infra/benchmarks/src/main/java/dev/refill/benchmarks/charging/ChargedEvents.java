package dev.refill.benchmarks.charging;

import dev.refill.benchmarks.Database;
import dev.refill.benchmarks.Network;
import dev.refill.benchmarks.Proof;

/** Whether each event that was answered was charged once, in all places where that is written. */
final class ChargedEvents {

    private ChargedEvents() {}

    /** @throws IllegalStateException if anything is wrong */
    static void check(Database database, long events) {
        Proof.equal("entries of events",
                database.number("SELECT count(*) FROM balance.entry WHERE kind = 'usage'"), events);
        Proof.equal("answers to events",
                database.number("SELECT count(*) FROM balance.charging_answer WHERE starts_with(id, 'evt_')"), events);
        Proof.equal("messages",
                database.number("SELECT coalesce(sum(quantity), 0)::bigint FROM balance.usage WHERE service = 'sms'"),
                events);
        Proof.equal("messages by day", database.number(
                "SELECT coalesce(sum(quantity), 0)::bigint FROM balance.usage_counter WHERE service = 'sms'"), events);
        Proof.equal("credit used for messages", database.number(
                "SELECT coalesce(sum(balance), 0)::bigint FROM balance.account WHERE account = 'used-credit:sms'"),
                Network.PRICE * events);
    }
}
