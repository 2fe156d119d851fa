package dev.refill.testkit.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.Verification.Authentic;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;

import static org.assertj.core.api.Assertions.assertThat;

/** What a translator keeps besides whose provider signs the time, too. */
public interface TimedWebhooksContract extends WebhookTranslatorContract {

    @Test
    default void verifyAtEitherEdgeOfTheToleranceThenAuthentic() {
        for (var offset : List.of(-300, 300)) {
            assertThat(verified(signedAt(NOW.plusSeconds(offset)))).isInstanceOf(Authentic.class);
        }
    }

    @Test
    default void verifyWhenStaleThenTooOld() {
        assertThat(verified(signedAt(NOW.minusSeconds(301)))).isEqualTo(new Rejected(Reason.TIMESTAMP_TOO_OLD));
    }

    @Test
    default void verifyWhenFromTheFutureThenInFuture() {
        for (var ahead : List.of(Duration.ofSeconds(301), Duration.ofDays(365))) {
            assertThat(verified(signedAt(NOW.plus(ahead)))).isEqualTo(new Rejected(Reason.TIMESTAMP_IN_FUTURE));
        }
    }

    private Delivery signedAt(Instant at) {
        return webhooks().signed(webhooks().paid(), at);
    }
}
