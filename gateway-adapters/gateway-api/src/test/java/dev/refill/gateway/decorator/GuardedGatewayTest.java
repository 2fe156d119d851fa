package dev.refill.gateway.decorator;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Unknown;

import static org.assertj.core.api.Assertions.assertThat;

class GuardedGatewayTest {

    private static final ProviderReference REFERENCE = new ProviderReference("pi_1");
    private static final ChargeOutcome APPROVED = new Approved(REFERENCE, Money.of(1_000, "EUR"));
    private static final int WINDOW = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ScriptedGateway provider = new ScriptedGateway();
    private final GuardedGateway gateway = guarded(64);

    @Test
    void chargeWhenNoAnswerComesThenUnknown() {
        provider.thenNeverAnswers();
        StepVerifier.withVirtualTime(this::charge)
                .expectSubscription()
                .expectNoEvent(TIMEOUT.minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .expectNextMatches(Unknown.class::isInstance)
                .expectComplete()
                .verify(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @MethodSource("illnesses")
    void chargeWhenProviderIsIllThenBreakerOpens(ChargeOutcome illness) {
        provider.thenAnswers(illness);
        charge(WINDOW);
        assertThat(charge().block()).isEqualTo(new NotSent(Reason.BREAKER_OPEN, null));
        assertThat(provider.sent()).hasSize(WINDOW);
    }

    private static ChargeOutcome[] illnesses() {
        return new ChargeOutcome[]{new Unknown("connection lost"), new NotSent(Reason.CONNECTION_REFUSED, null)};
    }

    @ParameterizedTest
    @MethodSource("healthyAnswers")
    void chargeWhenProviderIsHealthyThenBreakerStaysClosed(ChargeOutcome answer) {
        provider.thenAnswers(answer);
        charge(3 * WINDOW);
        assertThat(charge().block()).isEqualTo(answer);
    }

    private static ChargeOutcome[] healthyAnswers() {
        return new ChargeOutcome[]{APPROVED, new Declined(REFERENCE, DeclineReason.OTHER, "x", false),
                new NotSent(Reason.IN_PROGRESS, null), new NotSent(Reason.RATE_LIMITED, null)};
    }

    @Test
    void isWellUntilTheBreakerOpensAndAgainOnceItMayBeTried() {
        var soon = new GuardedGateway(provider, new GuardLimits(64, TIMEOUT, WINDOW, 50, Duration.ofMillis(100)));
        provider.thenAnswers(new Unknown("connection lost"));
        assertThat(soon.isWell()).isTrue();
        for (var i = 0; i < WINDOW; i++) {
            soon.charge(ScriptedGateway.COMMAND).block();
        }
        assertThat(soon.isWell()).isFalse();
        // Nobody calls it meanwhile.
        await(soon::isWell);
        assertThat(soon.charge(ScriptedGateway.COMMAND).block()).isInstanceOf(Unknown.class);
    }

    private static void await(BooleanSupplier condition) {
        Flux.interval(Duration.ofMillis(5))
                .takeUntil(tick -> condition.getAsBoolean())
                .blockLast(Duration.ofSeconds(5));
    }

    @Test
    void lookupWhenBreakerIsOpenThenNotSentToo() {
        provider.thenAnswers(new Unknown("connection lost"));
        charge(WINDOW);
        assertThat(lookup().block()).isEqualTo(new NotSent(Reason.BREAKER_OPEN, null));
    }

    @Test
    void lookupWhenProviderIsIllThenBreakerOpens() {
        provider.thenFinds(new Unknown("connection lost"));
        lookup(WINDOW);
        assertThat(lookup().block()).isEqualTo(new NotSent(Reason.BREAKER_OPEN, null));
    }

    @Test
    void lookupWhenWeGaveUpThenBreakerStaysClosed() {
        provider.thenFinds(Unknown.gaveUp("too many to read"));
        lookup(3 * WINDOW);
        assertThat(lookup().block()).isEqualTo(Unknown.gaveUp("too many to read"));
    }

    @Test
    void chargeWhenAllPlacesAreTakenThenNotSentAndPlacesComeBackOnCancel() {
        provider.thenNeverAnswers().thenAnswers(APPROVED);
        var narrow = guarded(1);
        var waiting = narrow.charge(ScriptedGateway.COMMAND).subscribe();
        assertThat(narrow.charge(ScriptedGateway.COMMAND).block()).isEqualTo(new NotSent(Reason.BULKHEAD_FULL, null));
        waiting.dispose();
        assertThat(narrow.charge(ScriptedGateway.COMMAND).block()).isEqualTo(APPROVED);
        assertThat(provider.sent()).hasSize(2);
    }

    private void charge(int times) {
        for (var i = 0; i < times; i++) {
            charge().block();
        }
    }

    private Mono<ChargeOutcome> charge() {
        return gateway.charge(ScriptedGateway.COMMAND);
    }

    private void lookup(int times) {
        for (var i = 0; i < times; i++) {
            lookup().block();
        }
    }

    private Mono<LookupOutcome> lookup() {
        return gateway.lookup(ScriptedGateway.queryBy(REFERENCE));
    }

    private GuardedGateway guarded(int maxInFlight) {
        return new GuardedGateway(provider, new GuardLimits(maxInFlight, TIMEOUT, WINDOW, 50, Duration.ofMinutes(1)));
    }
}
