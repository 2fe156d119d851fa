package dev.refill.webhooks.processing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.FakeHandler;
import dev.refill.webhooks.FakeTranslator;
import dev.refill.webhooks.Handling;
import dev.refill.webhooks.Translators;

import static dev.refill.webhooks.processing.TestTaken.taken;
import static org.assertj.core.api.Assertions.assertThat;

class EventAttemptTest {

    private final FakeHandler handler = new FakeHandler();

    @Test
    void runWhenHandlerIsDoneThenHandled() {
        assertThat(run("evt_1 paid")).isEqualTo(new Verdict.Handled());
        assertThat(handler.calls("evt_1")).isOne();
    }

    @Test
    void runWhenTypeDoesNotConcernUsThenHandledWithoutTheHandler() {
        assertThat(run("evt_1 ignored")).isEqualTo(new Verdict.Handled());
        assertThat(handler.calls()).isEmpty();
    }

    @Test
    void runWhenTypeIsUnknownOrVersionIsNewerThenNotUnderstoodAndNeverHandled() {
        assertThat(run("evt_1 unknown")).isEqualTo(new Verdict.NotUnderstood("UNKNOWN_TYPE: unknown"));
        assertThat(run("evt_1 newer")).isEqualTo(new Verdict.NotUnderstood("NEWER_API_VERSION: 2027-01-01"));
        assertThat(handler.calls()).isEmpty();
    }

    @Test
    void runWhenObjectIsNotKnownThenNotKnownYet() {
        handler.behave(key -> Mono.just(new Handling.ObjectNotKnownYet("pay_1")));

        assertThat(run("evt_1 paid")).isEqualTo(new Verdict.NotKnownYet("pay_1"));
    }

    @Test
    void runWhenHandlerFailsThrowsIsSilentOrHangsThenFailed() {
        handler.behave(key -> Mono.error(new IllegalStateException("broken")));
        assertThat(run("evt_1 paid")).isEqualTo(new Verdict.Failed("IllegalStateException: broken"));
        handler.behave(key -> {
            throw new IllegalStateException("thrown");
        });
        assertThat(run("evt_1 paid")).isEqualTo(new Verdict.Failed("IllegalStateException: thrown"));
        handler.behave(key -> Mono.empty());
        assertThat(run("evt_1 paid")).isInstanceOf(Verdict.Failed.class);
        handler.behave(key -> Mono.never());
        assertThat(run("evt_1 paid")).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void runWhenTranslatorThrowsOrOverflowsTheStackThenFailed() {
        assertThat(run("not a body")).isInstanceOf(Verdict.Failed.class);
        assertThat(run("evt_1 overflows")).isInstanceOf(Verdict.Failed.class);
    }

    @Test
    void runWhenGatewayHasNoTranslatorAnyMoreThenFailed() {
        EventAttempt attempt = new EventAttempt(new Translators(List.of()), handler, Duration.ofSeconds(1));

        assertThat(attempt.run(taken("evt_1 paid")).block())
                .isEqualTo(new Verdict.Failed("IllegalStateException: no translator for gateway fake"));
    }

    @Test
    void runWhenOnePartFailsThenTheOtherIsHandedOverAndTheFailureDecides() {
        handler.behave(key -> key.endsWith(":1")
                ? Mono.error(new IllegalStateException("broken"))
                : Mono.just(new Handling.ObjectNotKnownYet("pay_2")));

        assertThat(run("evt_1 twofold")).isEqualTo(new Verdict.Failed("IllegalStateException: broken"));
        assertThat(handler.calls("evt_1:2")).isOne();
    }

    private Verdict run(String body) {
        return Objects.requireNonNull(
                new EventAttempt(new Translators(List.of(new FakeTranslator())), handler, Duration.ofMillis(200))
                        .run(taken(body))
                        .block(Duration.ofSeconds(5)));
    }
}
