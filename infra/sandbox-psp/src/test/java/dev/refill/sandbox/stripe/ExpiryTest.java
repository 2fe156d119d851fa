package dev.refill.sandbox.stripe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import org.junit.jupiter.api.Test;

import dev.refill.sandbox.Receiver;
import dev.refill.sandbox.Sandbox;
import dev.refill.sandbox.SandboxSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** What time alone does. */
class ExpiryTest {

    private final Instant start = Instant.now();
    private final AtomicLong passed = new AtomicLong();
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return start.plusSeconds(passed.get());
        }
    };

    @Test
    void checkoutWhenItsTimeIsOverThenExpiresByItselfAndTellsIt() throws StripeException {
        try (Receiver shop = new Receiver();
                Sandbox sandbox = Sandbox.start(Sandbox.settings()
                        .withClock(clock)
                        .withWebhook(SandboxSettings.Webhook.to(shop.url())))) {
            long end = start.plus(Duration.ofMinutes(31)).getEpochSecond();
            Session session = sandbox.stripe().v1().checkout().sessions().create(
                    TestSessions.twoTimesAirtime().setExpiresAt(end).build());
            pass(Duration.ofMinutes(32));
            // Nobody asks for the session; Stripe's client would refuse the signature's time, which is ahead of ours.
            assertThat(shop.next().body()).contains("\"checkout.session.expired\"", session.getId());
            assertThat(sandbox.stripe().v1().checkout().sessions().retrieve(session.getId()).getStatus())
                    .isEqualTo("expired");
        }
    }

    @Test
    void answerWhenOlderThanADayThenForgottenAndTheKeyIsNew() {
        try (Sandbox sandbox = Sandbox.start(Sandbox.settings().withClock(clock))) {
            String first = create(sandbox);
            assertThat(create(sandbox)).isEqualTo(first);
            pass(Duration.ofHours(25));
            long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (create(sandbox).equals(first)) {
                assertThat(System.nanoTime()).isLessThan(giveUp);
            }
        }
    }

    private static String create(Sandbox sandbox) {
        return sandbox.post("/v1/payment_intents", "amount=500&currency=usd", "Idempotency-Key", "a day").body();
    }

    private void pass(Duration time) {
        passed.addAndGet(time.toSeconds());
    }
}
