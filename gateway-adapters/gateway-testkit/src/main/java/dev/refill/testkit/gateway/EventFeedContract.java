package dev.refill.testkit.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.refill.gateway.Approved;
import dev.refill.gateway.FedEvent;
import dev.refill.gateway.FeedInterruptedException;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.testkit.gateway.Situation.AnswersFromElsewhere;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.RefusesConnections;

import static org.assertj.core.api.Assertions.assertThat;

/** What every adapter that reads the provider's own list of events keeps, and that what is in it leads to our orders. */
public interface EventFeedContract extends GatewayContract {

    /** More than fits on one page of a provider's list. */
    int MANY = 150;

    WebhookTranslator translator();

    @Test
    default void eventsWhenPaidThenTranslatedLikeTheWebhook() {
        var charge = TestCharges.by(provider().given(new Approves()));
        var approved = Answered.by(gateway().charge(charge));
        assertThat(approvals(Answered.by(events().collectList())))
                .singleElement()
                .satisfies(observed -> {
                    assertThat(observed.operationKey()).isEqualTo(charge.operationKey());
                    assertThat(observed.observation()).isEqualTo(approved);
                });
    }

    @Test
    default void eventsWhenThereAreManyThenEachOnceAndOldestFirst() {
        var card = provider().given(new Approves());
        var keys = new ArrayList<OperationKey>();
        for (var each = 0; each < MANY; each++) {
            var charge = TestCharges.by(card);
            Answered.by(gateway().charge(charge));
            keys.add(charge.operationKey());
        }
        var events = Answered.by(events().collectList());
        assertThat(events).extracting(FedEvent::eventId).doesNotHaveDuplicates();
        assertThat(events).extracting(FedEvent::occurredAt).isSorted();
        assertThat(approvals(events)).extracting(PaymentObserved::operationKey).isEqualTo(keys);
    }

    @Test
    default void eventsWhenOutsideOfTheirTimeThenNone() {
        Answered.by(gateway().charge(TestCharges.by(provider().given(new Approves()))));
        var longAgo = TestCharges.sentJustNow().from().minus(Duration.ofDays(20));
        since(longAgo, longAgo.plus(Duration.ofDays(10))).as(StepVerifier::create)
                .expectComplete()
                .verify(PaymentGatewayContract.LONGEST);
    }

    @Test
    default void eventsWhenOnlyOneIsAskedForThenNoMoreCome() {
        var card = provider().given(new Approves());
        Answered.by(gateway().charge(TestCharges.by(card)));
        Answered.by(gateway().charge(TestCharges.by(card)));
        StepVerifier.create(events(), 1)
                .expectNextCount(1)
                .thenCancel()
                .verify(PaymentGatewayContract.LONGEST);
    }

    @Test
    default void eventsWhenNobodyListensThenInterrupted() {
        provider().given(new RefusesConnections());
        events().as(StepVerifier::create)
                .expectError(FeedInterruptedException.class)
                .verify(PaymentGatewayContract.LONGEST);
    }

    @Test
    default void eventsWhenSomethingElseAnswersThenInterruptedAndNotEmpty() {
        provider().given(new AnswersFromElsewhere());
        events().as(StepVerifier::create)
                .expectError(FeedInterruptedException.class)
                .verify(PaymentGatewayContract.LONGEST);
    }

    private Flux<FedEvent> events() {
        var justNow = TestCharges.sentJustNow();
        return since(justNow.from(), justNow.to());
    }

    private Flux<FedEvent> since(Instant from, Instant to) {
        return gateway().events().orElseThrow().since(from, to);
    }

    private List<PaymentObserved> approvals(List<FedEvent> events) {
        return events.stream()
                .map(event -> translator().translate(event.body()))
                .filter(Events.class::isInstance)
                .flatMap(translation -> ((Events) translation).events().stream())
                .filter(PaymentObserved.class::isInstance)
                .map(PaymentObserved.class::cast)
                .filter(observed -> observed.observation() instanceof Approved)
                .toList();
    }
}
