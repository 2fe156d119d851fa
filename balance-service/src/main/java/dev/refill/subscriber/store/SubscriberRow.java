package dev.refill.subscriber.store;

import io.r2dbc.spi.Readable;

import dev.refill.subscriber.Language;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Terms;

/** A row of {@code balance.subscriber}. */
final class SubscriberRow {

    /** Of the table by the name {@code s}. */
    static final String COLUMNS = "s.id, s.msisdn, s.status, s.plan, s.language, s.per_day, s.per_month, s.overdraft";

    private SubscriberRow() {}

    static Subscriber subscriber(Readable row) {
        return new Subscriber(
                new SubscriberId(Column.text(row, "id")),
                new Msisdn(Column.text(row, "msisdn")),
                Status.valueOf(Column.text(row, "status")),
                new Terms(row.get("plan", String.class), new Language(Column.text(row, "language")),
                        row.get("per_day", Long.class), row.get("per_month", Long.class),
                        Column.amount(row, "overdraft")));
    }
}
