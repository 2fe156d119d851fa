package dev.refill.idempotency.lifecycle;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;

import static org.assertj.core.api.Assertions.assertThat;

class DetachedRunsTest {

    private final DetachedRuns runs = new DetachedRuns(2);
    private final Sinks.One<String> work = Sinks.one();

    @Test
    void runWhenSubscriberCancelsThenTheWorkGoesOnToItsEnd() {
        var ended = new AtomicBoolean();
        PublisherProbe<String> probe = PublisherProbe.of(work.asMono().doOnNext(done -> ended.set(true)));

        runs.run(probe.mono()).as(StepVerifier::create).thenCancel().verify();
        assertThat(runs.inHand()).isEqualTo(1);
        work.tryEmitValue("done");

        probe.assertWasNotCancelled();
        assertThat(ended).isTrue();
        assertThat(runs.inHand()).isZero();
    }

    @Test
    void runWhenNotSubscribedThenNothingBegins() {
        PublisherProbe<String> probe = PublisherProbe.of(work.asMono());
        assertThat(runs.run(probe.mono())).isNotNull();
        probe.assertWasNotSubscribed();
    }

    @Test
    void runWhenWorkFailsThenTheSubscriberGetsItsError() {
        runs.run(Mono.error(new IllegalStateException("broken")))
                .as(StepVerifier::create)
                .verifyErrorMessage("broken");
        assertThat(runs.inHand()).isZero();
    }

    @Test
    void runWhenSubscriberHasAContextThenTheWorkHasIt() {
        runs.run(Mono.deferContextual(context -> Mono.just(context.<String>get("user"))))
                .contextWrite(context -> context.put("user", "alice"))
                .as(StepVerifier::create)
                .expectNext("alice")
                .verifyComplete();
    }

    @Test
    void runWhenTooManyAreInHandThenOverloadedUntilOneEnds() {
        runs.run(work.asMono()).as(StepVerifier::create).thenCancel().verify();
        runs.run(work.asMono()).as(StepVerifier::create).thenCancel().verify();
        runs.run(Mono.just("third")).as(StepVerifier::create).verifyError(DetachedRuns.Overloaded.class);
        work.tryEmitValue("done");
        runs.run(Mono.just("fourth")).as(StepVerifier::create).expectNext("fourth").verifyComplete();
    }

    @Test
    void stopWhenWorkIsInHandThenWaitsForItsEnd() {
        var stopped = new AtomicInteger();
        runs.run(work.asMono()).as(StepVerifier::create).thenCancel().verify();
        runs.stop(stopped::incrementAndGet);
        assertThat(stopped).hasValue(0);
        work.tryEmitValue("done");
        assertThat(stopped).hasValue(1);
    }

    @Test
    void stopWhenIdleThenAtOnce() {
        var stopped = new AtomicInteger();
        runs.start();
        runs.stop(stopped::incrementAndGet);
        assertThat(stopped).hasValue(1);
        assertThat(runs.isRunning()).isFalse();
    }
}
