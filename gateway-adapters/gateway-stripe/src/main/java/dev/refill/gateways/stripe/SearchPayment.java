package dev.refill.gateways.stripe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.checkout.SessionListParams;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.Unknown;

/**
 * Finds a payment whose answer was lost, by the operation key in its metadata. Stripe's search knows payment intents
 * of any age but learns of new ones only after a minute or more, and knows no sessions; its lists are exact but not
 * indexed by our key. So: search, and where that is silent read through what was created around the time of sending.
 * "Not found" is said only after those lists were read to their ends.
 */
final class SearchPayment {

    /** Our clock and Stripe's may differ, and a request may have been on its way. */
    private static final Duration AROUND = Duration.ofMinutes(5);
    /** The longest life of a session, and far more than the lag of the search. */
    private static final Duration LONGEST_LIFE = Duration.ofHours(25);

    private final StripeClient stripe;
    private final Clock clock;

    SearchPayment(StripeClient stripe, Clock clock) {
        this.stripe = stripe;
        this.clock = clock;
    }

    LookupOutcome search(LookupQuery query) throws StripeException {
        var indexed = indexed(query.operationKey());
        if (indexed != null) {
            return found(indexed);
        }
        var window = Window.of(query.sentAt(), clock.instant());
        var sessions = sessions(query.operationKey(), window);
        var session = sessions.found();
        if (session != null) {
            return StripePayments.of(session);
        }
        var intents = paymentIntents(query.operationKey(), window);
        var intent = intents.found();
        if (intent != null) {
            return found(intent);
        }
        return sessions.complete() && intents.complete()
                ? new NotFound()
                : new Unknown("not among the newest payments read");
    }

    /** The order holds a hosted page's session, so that is what is answered for its payment intent. */
    private LookupOutcome found(PaymentIntent intent) throws StripeException {
        return Metadata.isHostedPage(intent.getMetadata())
                ? sessionOf(intent)
                : StripePayments.of(intent);
    }

    private LookupOutcome sessionOf(PaymentIntent intent) throws StripeException {
        var request = SessionListParams.builder()
                .setPaymentIntent(intent.getId())
                .setLimit(1L)
                .addExpand("data.payment_intent")
                .build();
        var sessions = stripe.v1().checkout().sessions().list(request).getData();
        return sessions.isEmpty() ? StripePayments.of(intent) : StripePayments.of(sessions.getFirst());
    }

    /** Should one key ever have made two, the one that holds the money counts. */
    private @Nullable PaymentIntent indexed(OperationKey key) throws StripeException {
        var request = PaymentIntentSearchParams.builder()
                .setQuery("metadata['" + Metadata.OPERATION_KEY + "']:'" + key.value() + "'")
                .setLimit(10L)
                .build();
        return stripe.v1().paymentIntents().search(request).getData().stream()
                .max(Comparator.comparing(intent -> "succeeded".equals(intent.getStatus())))
                .orElse(null);
    }

    private Scan<Session> sessions(OperationKey key, Window window) throws StripeException {
        var created = SessionListParams.Created.builder().setGte(window.from()).setLte(window.to()).build();
        return Scan.through(
                after -> stripe.v1().checkout().sessions().list(SessionListParams.builder()
                        .setCreated(created)
                        .setLimit(Scan.PAGE)
                        .setStartingAfter(after)
                        .build()),
                session -> key.value().equals(session.getClientReferenceId()));
    }

    private Scan<PaymentIntent> paymentIntents(OperationKey key, Window window) throws StripeException {
        var created = PaymentIntentListParams.Created.builder().setGte(window.from()).setLte(window.to()).build();
        return Scan.through(
                after -> stripe.v1().paymentIntents().list(PaymentIntentListParams.builder()
                        .setCreated(created)
                        .setLimit(Scan.PAGE)
                        .setStartingAfter(after)
                        .build()),
                intent -> key.value().equals(intent.getMetadata().get(Metadata.OPERATION_KEY)));
    }

    /** Seconds since 1970, both inclusive. */
    private record Window(long from, long to) {

        static Window of(@Nullable Instant sentAt, Instant now) {
            return sentAt == null
                    ? new Window(now.minus(LONGEST_LIFE).getEpochSecond(), now.plus(AROUND).getEpochSecond())
                    : new Window(sentAt.minus(AROUND).getEpochSecond(), sentAt.plus(AROUND).getEpochSecond());
        }
    }
}
