package dev.refill.gateway.decorator;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.FeedInterruptedException;
import dev.refill.gateway.FeedPosition;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.SentWithin;
import dev.refill.gateway.SettlementPosition;
import dev.refill.gateway.Unknown;

import static org.assertj.core.api.Assertions.assertThat;

/** What a gateway can do beyond a charge is decorated like a charge. */
class CapabilitiesTest {

    private static final ProviderReference PAYMENT = new ProviderReference("pi_1");
    private static final OperationKey KEY = new OperationKey("rfd_1");
    private static final SentWithin SENT = new SentWithin(Instant.EPOCH, Instant.EPOCH);
    private static final FeedPosition START = new FeedPosition(Instant.EPOCH, Instant.EPOCH.plusSeconds(60), null);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int WINDOW = 4;

    private final CapableGateway provider = new CapableGateway();

    /** Each verb, by the word that metrics have for it. */
    private static Map<String, Function<PaymentGateway, Mono<?>>> verbs() {
        var verbs = new LinkedHashMap<String, Function<PaymentGateway, Mono<?>>>();
        verbs.put("refund", gateway -> gateway.refunds().orElseThrow()
                .refund(new RefundCommand(KEY, PAYMENT, Money.of(300, "EUR"), "")));
        verbs.put("lookup_refund", gateway -> gateway.refunds().orElseThrow()
                .lookupRefund(new RefundQuery(KEY, null, PAYMENT, SENT)));
        verbs.put("cancel", gateway -> gateway.cancels().orElseThrow().cancel(new CancelCommand(KEY, PAYMENT)));
        verbs.put("read_events", gateway -> gateway.events().orElseThrow().read(START));
        verbs.put("read_payouts", gateway -> gateway.settlements().orElseThrow().readPayouts(START));
        verbs.put("read_settlement", gateway -> gateway.settlements().orElseThrow()
                .readLines(new SettlementPosition(new ProviderReference("po_1"), null)));
        verbs.put("payment_key", gateway -> gateway.paymentKeys().orElseThrow().keyOf(PAYMENT));
        verbs.put("saved_card", gateway -> gateway.savedCards().orElseThrow().savedBy(PAYMENT));
        verbs.put("forget_card", gateway -> gateway.savedCards().orElseThrow().forget("cus_1.pm_1"));
        return verbs;
    }

    private static Stream<Function<PaymentGateway, Mono<?>>> calls() {
        return verbs().values().stream();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void guardedWhenNoAnswerComesThenUnknown(Function<PaymentGateway, Mono<?>> call) {
        provider.thenNeverAnswers();
        StepVerifier.withVirtualTime(() -> call.apply(guarded()))
                .expectSubscription()
                .expectNoEvent(TIMEOUT.minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .expectNextMatches(Unknown.class::isInstance)
                .expectComplete()
                .verify(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void guardedWhenProviderIsIllThenOneBreakerOpensForAllVerbs(Function<PaymentGateway, Mono<?>> call) {
        provider.thenAnswers(new Unknown("connection lost"));
        var gateway = guarded();
        for (var i = 0; i < WINDOW; i++) {
            call.apply(gateway).block();
        }
        assertThat(verbs().values()).allSatisfy(each -> assertThat((Object) each.apply(gateway).block())
                .isEqualTo(new NotSent(Reason.BREAKER_OPEN, null)));
        assertThat(provider.sent()).isEqualTo(WINDOW);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void retryingWhenNotSentThenTriedAgainAndUnknownIsPassedOn(Function<PaymentGateway, Mono<?>> call) {
        provider.thenAnswers(new NotSent(Reason.CONNECTION_REFUSED, null)).thenAnswers(new Unknown("no answer"));
        var limits = new RetryLimits(3, Duration.ofMillis(1), Duration.ofMillis(2));
        assertThat((Object) call.apply(new RetryingGateway(provider, limits)).block())
                .isEqualTo(new Unknown("no answer"));
        assertThat(provider.sent()).isEqualTo(2);
    }

    @Test
    void observedThenEachVerbIsCountedByItself() {
        provider.thenAnswers(new NotSent(Reason.RATE_LIMITED, null));
        var registry = new SimpleMeterRegistry();
        var gateway = new ObservedGateway(provider, registry);
        verbs().values().forEach(call -> call.apply(gateway).block());
        assertThat(verbs().keySet()).allSatisfy(verb -> assertThat(registry.get(ObservedGateway.CALLS)
                .tags("gateway", "scripted", "verb", verb, "outcome", "not_sent", "reason", "rate_limited")
                .timer()
                .count()).isOne());
    }

    @Test
    void decoratedWhenItCanDoNoMoreThanChargeThenStillNothingMore() {
        var gateway = new RetryingGateway(new ObservedGateway(new GuardedGateway(new ScriptedGateway(), limits()),
                new SimpleMeterRegistry()), new RetryLimits(1, Duration.ZERO, Duration.ZERO));
        assertThat(gateway.refunds()).isEmpty();
        assertThat(gateway.cancels()).isEmpty();
        assertThat(gateway.events()).isEmpty();
        assertThat(gateway.settlements()).isEmpty();
        assertThat(gateway.paymentKeys()).isEmpty();
        assertThat(gateway.savedCards()).isEmpty();
    }

    @Test
    void decoratedTakesTheMethodsThatItsGatewayTakes() {
        var gateway = new RetryingGateway(new ObservedGateway(guarded(), new SimpleMeterRegistry()),
                new RetryLimits(1, Duration.ZERO, Duration.ZERO));
        assertThat(gateway.methods()).isEqualTo(provider.methods());
    }

    @Test
    void decoratedIsAsWellAsItsBreakerSays() {
        provider.thenAnswers(new Unknown("connection lost"));
        var gateway = new RetryingGateway(new ObservedGateway(guarded(), new SimpleMeterRegistry()),
                new RetryLimits(1, Duration.ZERO, Duration.ZERO));
        assertThat(gateway.isWell()).isTrue();
        for (var i = 0; i < WINDOW; i++) {
            gateway.cancels().orElseThrow().cancel(new CancelCommand(KEY, PAYMENT)).block();
        }
        assertThat(gateway.isWell()).isFalse();
    }

    @Test
    void sinceWhenAPageCannotBeReadThenInterrupted() {
        provider.thenAnswers(new Unknown("connection lost"));
        StepVerifier.create(provider.since(Instant.EPOCH, Instant.EPOCH.plusSeconds(60)))
                .expectError(FeedInterruptedException.class)
                .verify(Duration.ofSeconds(5));
    }

    @Test
    void payoutsAndLinesWhenAPageCannotBeReadThenInterrupted() {
        provider.thenAnswers(new Unknown("connection lost"));
        StepVerifier.create(provider.payouts(Instant.EPOCH, Instant.EPOCH.plusSeconds(60)))
                .expectError(FeedInterruptedException.class)
                .verify(Duration.ofSeconds(5));
        StepVerifier.create(provider.lines(new ProviderReference("po_1")))
                .expectError(FeedInterruptedException.class)
                .verify(Duration.ofSeconds(5));
    }

    private PaymentGateway guarded() {
        return new GuardedGateway(provider, limits());
    }

    private static GuardLimits limits() {
        return new GuardLimits(64, TIMEOUT, WINDOW, 50, Duration.ofMinutes(1));
    }
}
