package dev.refill.gateways.paypal;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.publisher.PublisherProbe;

import dev.refill.gateways.paypal.lifecycle.FetchAhead;

import static org.assertj.core.api.Assertions.assertThatCode;

class FetchAheadTest {

    @Test
    void startThenFetchedAndStopGivesUp() {
        var work = PublisherProbe.<Void>of(Mono.never());
        var ahead = new FetchAhead(work.mono());
        work.assertWasNotSubscribed();
        ahead.start();
        work.assertWasSubscribed();
        ahead.stop();
        work.assertWasCancelled();
    }

    @Test
    void startWhenItFailsThenTheApplicationStartsAllTheSame() {
        assertThatCode(new FetchAhead(Mono.error(new IllegalStateException("PayPal is down")))::start)
                .doesNotThrowAnyException();
    }
}
