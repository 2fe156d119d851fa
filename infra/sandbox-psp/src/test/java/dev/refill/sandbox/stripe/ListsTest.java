package dev.refill.sandbox.stripe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.checkout.SessionListParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;

/** Lists by the second in which things were made, one made each second. */
class ListsTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int MADE = 9;

    private final AtomicLong passed = new AtomicLong();
    private final Sandbox sandbox = Sandbox.start(Sandbox.settings().withClock(new Clock() {
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
            return START.plusSeconds(passed.get());
        }
    }));
    private final List<String> sessions = new ArrayList<>();
    private final List<String> intents = new ArrayList<>();

    @BeforeEach
    void make() throws StripeException {
        for (int second = 0; second < MADE; second++) {
            passed.set(second);
            sessions.addFirst(sandbox.stripe().v1().checkout().sessions().create(
                    TestSessions.twoTimesAirtime().setExpiresAt(START.plus(Duration.ofHours(1)).getEpochSecond())
                            .build())
                    .getId());
            intents.addFirst(sandbox.stripe().v1().paymentIntents().create(
                    PaymentIntentCreateParams.builder().setAmount(1000L).setCurrency("usd").build()).getId());
        }
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void sessionsWhenBoundedByTimeThenBothEndsBelongToItAndPagesEndWithIt() throws StripeException {
        var params = SessionListParams.builder().setLimit(2L).setCreated(
                SessionListParams.Created.builder().setGte(at(2)).setLte(at(6)).build());
        List<String> found = new ArrayList<>();
        sandbox.stripe().v1().checkout().sessions().list(params.build()).autoPagingIterable()
                .forEach(session -> found.add(session.getId()));
        assertThat(found).isEqualTo(sessions.subList(2, 7));
    }

    @Test
    void sessionsWhenMoreOfThatTimeFollowsThenHasMore() throws StripeException {
        var bounded = SessionListParams.builder().setLimit(3L).setCreated(
                SessionListParams.Created.builder().setGt(at(2)).setLt(at(7)).build());
        var first = sandbox.stripe().v1().checkout().sessions().list(bounded.build());
        assertThat(first.getData()).extracting(Session::getId).isEqualTo(sessions.subList(2, 5));
        assertThat(first.getHasMore()).isTrue();
        var second = sandbox.stripe().v1().checkout().sessions()
                .list(bounded.setStartingAfter(first.getData().getLast().getId()).build());
        assertThat(second.getData()).extracting(Session::getId).containsExactly(sessions.get(5));
        assertThat(second.getHasMore()).isFalse();
    }

    @Test
    void intentsWhenBoundedByTimeThenBothEndsBelongToIt() throws StripeException {
        var params = PaymentIntentListParams.builder().setCreated(
                PaymentIntentListParams.Created.builder().setGte(at(0)).setLte(at(3)).build());
        var list = sandbox.stripe().v1().paymentIntents().list(params.build());
        assertThat(list.getData()).extracting(PaymentIntent::getId).isEqualTo(intents.subList(5, MADE));
        assertThat(list.getHasMore()).isFalse();
    }

    @Test
    void sessionsWhenBoundIsNotANumberThenInvalidRequest() {
        assertThat(sandbox.get("/v1/checkout/sessions?created%5Bgte%5D=yesterday").statusCode()).isEqualTo(400);
        assertThat(sandbox.get("/v1/checkout/sessions?created%5Bsince%5D=1").statusCode()).isEqualTo(400);
    }

    private static long at(int second) {
        return START.plusSeconds(second).getEpochSecond();
    }
}
