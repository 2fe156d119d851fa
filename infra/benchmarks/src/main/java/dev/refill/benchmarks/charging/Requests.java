package dev.refill.benchmarks.charging;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.refill.benchmarks.Network;
import dev.refill.benchmarks.Wire;

/**
 * What a network element sends: messages that were sent, and reports of sessions in which data flows. Sessions take turns, so that the
 * report before is answered long before the next one of a session is sent.
 */
final class Requests {

    static final long USED = 1 << 20;
    private static final int REQUESTED = 2 << 20;

    private final int subscribers;
    private final List<String> sessions;
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong reports = new AtomicLong();
    private volatile String authorization = "";

    /** @param subscribers each of them has begun a session with the client */
    Requests(String client, int subscribers) {
        this.subscribers = subscribers;
        this.sessions = IntStream.range(0, subscribers).mapToObj(number -> Network.session(client, number)).toList();
    }

    /** Takes a fresh token: those before it end. */
    void authorize(String token) {
        authorization = "Authorization: Bearer " + token + "\r\n";
    }

    byte[] event() {
        return Wire.post("/v1/charging/events", authorization, """
                {"reference": "event-%d", "number": "+1202%07d", "service": "sms", "destination": "+12125550100", \
                "quantity": 1}""".formatted(events.getAndIncrement(),
                ThreadLocalRandom.current().nextInt(subscribers)));
    }

    byte[] report() {
        long number = reports.getAndIncrement();
        return Wire.post("/v1/charging/sessions/" + sessions.get((int) (number % subscribers)) + "/reports",
                authorization, """
                        {"sequence": %d, "units": [{"service": "data", "ratingGroup": 10, "used": %d, \
                        "requested": %d}]}""".formatted(2 + number / subscribers, USED, REQUESTED));
    }
}
