package dev.refill.endtoend.chaos;

import java.util.List;
import java.util.Random;

import dev.refill.endtoend.stack.Provider;

/** What the provider does wrong for a while: two things at a time, drawn from a seed. */
final class Weather {

    private static final List<String> FAULTS = List.of(
            "{\"kind\": \"webhook_duplicate\", \"count\": 4}",
            "{\"kind\": \"webhook_reorder\", \"count\": 8, \"millis\": 700, \"seed\": %d}",
            "{\"kind\": \"webhook_withhold\"}",
            "{\"kind\": \"webhook_delay\", \"millis\": 1500}",
            // The charge is made and told by webhook long before its answer.
            "{\"kind\": \"delay\", \"target\": \"payment_intents.create\", \"millis\": 400}",
            "{\"kind\": \"delay\", \"target\": \"checkout.sessions.create\", \"millis\": 400}",
            "{\"kind\": \"lose_answer\", \"target\": \"payment_intents.create\", \"times\": 2}",
            "{\"kind\": \"lose_request\", \"target\": \"payment_intents.create\", \"times\": 2}",
            "{\"kind\": \"lose_answer\", \"target\": \"checkout.sessions.create\", \"times\": 1}",
            "{\"kind\": \"error_after\", \"target\": \"payment_intents.create\", \"times\": 2}",
            "{\"kind\": \"rate_limit\", \"target\": \"payment_intents.create\", \"count\": 1, \"times\": 2}");

    private final Provider provider;

    Weather(Provider provider) {
        this.provider = provider;
    }

    /** Ends what was wrong before, which releases withheld webhooks, and begins anew. */
    void turn(Random random) {
        provider.heal();
        int one = random.nextInt(FAULTS.size());
        int other = random.nextInt(FAULTS.size());
        provider.fault(FAULTS.get(one).formatted(random.nextInt(1_000_000)));
        if (other != one) {
            provider.fault(FAULTS.get(other).formatted(random.nextInt(1_000_000)));
        }
    }

    /** Besides, the next charges are made at once and answered late, so that somebody can die in between. */
    void answerLate() {
        for (String charge : List.of("payment_intents.create", "checkout.sessions.create")) {
            provider.fault("""
                    {"kind": "delay", "target": "%s", "millis": 1500, "times": 6}""".formatted(charge));
        }
    }

    void clear() {
        provider.heal();
    }
}
