package dev.refill.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class EventFeedTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant ONE = NOON.plus(Duration.ofHours(1));

    private static FeedPosition at(@Nullable String mark) {
        return new FeedPosition(NOON, ONE, mark);
    }

    private static FeedPage page(String event, @Nullable FeedPosition next) {
        return new FeedPage(List.of(new FedEvent(event, "paid", NOON, new byte[0])), next);
    }

    @Test
    void sinceThenEveryPageInOrderFromTheBeginning() {
        EventFeed feed = position -> Mono.just(position.equals(at(null))
                ? page("evt_1", at("evt_1"))
                : position.equals(at("evt_1")) ? page("evt_2", null) : page("evt_of_another_page", null));

        feed.since(NOON, ONE).map(FedEvent::eventId).as(StepVerifier::create).expectNext("evt_1", "evt_2")
                .verifyComplete();
    }

    @Test
    void sinceWhenAPageIsNotReadThenTheEventsBeforeItAndAnError() {
        EventFeed feed = position -> Mono.just(position.mark() == null
                ? page("evt_1", at("evt_1"))
                : new NotSent(NotSent.Reason.RATE_LIMITED, null));

        feed.since(NOON, ONE).map(FedEvent::eventId).as(StepVerifier::create).expectNext("evt_1")
                .verifyErrorSatisfies(error -> assertThat(error).isInstanceOf(FeedInterruptedException.class)
                        .hasMessageContaining("RATE_LIMITED"));
    }

    @Test
    void gatewayThatSaysNothingOfMoreCanOnlyChargeAndLookUp() {
        PaymentGateway plain = new PaymentGateway() {

            @Override
            public GatewayId id() {
                return new GatewayId("plain");
            }

            @Override
            public Set<PaymentMethodType> methods() {
                return Set.of(PaymentMethodType.HOSTED_PAGE);
            }

            @Override
            public Mono<ChargeOutcome> charge(ChargeCommand command) {
                return Mono.just(new Unknown("not asked"));
            }

            @Override
            public Mono<LookupOutcome> lookup(LookupQuery query) {
                return Mono.just(new NotFound());
            }
        };

        assertThat(List.of(plain.refunds(), plain.cancels(), plain.events(), plain.paymentKeys(),
                plain.savedCards()))
                .containsOnly(Optional.empty());
    }
}
