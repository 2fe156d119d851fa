package dev.refill.benchmarks;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Requests that each place one order of ten dollars with a kept card, going round the subscribers. */
public final class Orders implements Supplier<byte[]> {

    static final int SUBSCRIBERS = 10_000;
    private static final String SEED = """
            WITH added AS (
                INSERT INTO balance.subscriber (id, msisdn, status)
                SELECT 'sub_bench' || number, '+1202300' || lpad(number::text, 4, '0'), 'ACTIVE'
                FROM generate_series(0, %d) AS number
                RETURNING id, msisdn
            )
            INSERT INTO balance.subscriber_number (subscriber, msisdn, held) SELECT id, msisdn, true FROM added
            """.formatted(SUBSCRIBERS - 1);

    private final AtomicLong next = new AtomicLong();
    private volatile String authorization = "";

    /** Provisions the subscribers. */
    public static void seed(Database database) {
        database.execute(SEED);
    }

    /** Takes a fresh token: those before it end. */
    public void authorize(String token) {
        authorization = "Authorization: Bearer " + token + "\r\n";
    }

    @Override
    public byte[] get() {
        long number = next.getAndIncrement();
        return Wire.post("/v1/recharges", authorization + "Idempotency-Key: " + new UUID(0x4000L, number) + "\r\n",
                body(number));
    }

    /** The body of an order, also what the echo is sent. */
    static String body(long number) {
        return """
                {"msisdn": "%s", "offer": "airtime-usd", "amount": 1000, "currency": "USD", \
                "cardOnFile": "pm_card_visa", "confirmRepeat": true}""".formatted(msisdn(number));
    }

    /** Of one of the subscribers, going round. */
    public static String msisdn(long number) {
        return "+1202300%04d".formatted(number % SUBSCRIBERS);
    }
}
