package dev.refill.ledger;

import java.util.Locale;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import dev.refill.ledger.LedgerException.Code;

import static dev.refill.ledger.TestEntries.AIRTIME;
import static dev.refill.ledger.TestEntries.ALICE;
import static dev.refill.ledger.TestEntries.BONUS;
import static dev.refill.ledger.TestEntries.credit;
import static dev.refill.ledger.TestEntries.entry;
import static dev.refill.ledger.TestEntries.posting;
import static dev.refill.ledger.TestEntries.usage;
import static org.assertj.core.api.Assertions.assertThat;

/** The contract holds with the clock on, and every answer is counted once under its own word. */
class MeteredLedgerTest implements LedgerContract {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Ledger ledger = new MeteredLedger(new InMemoryLedger(), meters);

    @Override
    public Ledger ledger() {
        return ledger;
    }

    private long counted(String outcome) {
        return meters.get("refill.ledger.post").tag("outcome", outcome).timer().count();
    }

    @Test
    void postThenCountedByOutcome() {
        ledger.post(credit("1", ALICE, 10)).block();
        ledger.post(credit("1", ALICE, 10)).block();
        ledger.post(credit("1", ALICE, 11)).block();
        ledger.post(usage("2", ALICE, 11)).block();
        ledger.post(
                entry("3", "gift", posting(BONUS, AIRTIME, -Long.MAX_VALUE), posting(ALICE, AIRTIME, Long.MAX_VALUE)))
                .as(StepVerifier::create)
                .verifyError(LedgerException.class);

        assertThat(counted("created")).isEqualTo(1);
        assertThat(counted("already_exists")).isEqualTo(1);
        assertThat(counted("exists_with_other_content")).isEqualTo(1);
        assertThat(counted("insufficient_balance")).isEqualTo(1);
        assertThat(counted("refused")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void postWhenLedgerFailsThenCountedByCode(Code code) {
        Mono<PostOutcome> failing = Mono.error(() -> new LedgerException(code, new IllegalStateException("lost")));

        over(failing).as(StepVerifier::create).verifyError(LedgerException.class);

        assertThat(meters.get("refill.ledger.post").timer().getId().getTag("outcome"))
                .isEqualTo(code == Code.OUTCOME_UNKNOWN ? "unknown" : code.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void postWhenItFailsInNoWayThatIsKnownThenCountedAsFailed() {
        over(Mono.error(() -> new IllegalStateException("a fault of ours")))
                .as(StepVerifier::create)
                .verifyError(IllegalStateException.class);

        assertThat(counted("failed")).isEqualTo(1);
    }

    @Test
    void postWhenCallerGivesUpThenCountedAsCancelled() {
        over(TestPublisher.<PostOutcome>create().mono())
                .as(StepVerifier::create)
                .thenCancel()
                .verify();

        assertThat(counted("cancelled")).isEqualTo(1);
    }

    private Mono<PostOutcome> over(Mono<PostOutcome> answer) {
        return new MeteredLedger(new AnsweringLedger(answer), meters).post(credit("1", ALICE, 1));
    }
}
