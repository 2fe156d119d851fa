package dev.refill.gateways.stripe;

import java.time.Clock;
import java.time.Duration;
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
import dev.refill.gateway.SentWithin;
import dev.refill.gateway.Unknown;

/**
 * Finds a payment whose answer was lost, by the operation key in its metadata. Stripe's search knows payment intents
 * of any age but learns of new ones only after a minute or more, and knows no sessions; its lists are exact but not
 * indexed by our key. So: search, and where that is silent read through what was created while the charge may have been
 * sent. "Not found" is said only after those lists were read to their ends: see
 * docs/adr/0005-search-for-a-lost-answer.md.
 */
final class SearchPayment {

    /** Our clock and Stripe's may differ. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(2);

    private final StripeClient stripe;
    private final Clock clock;
    private final Duration patience;

    /** @param patience after which no further page of a list is asked for */
    SearchPayment(StripeClient stripe, Clock clock, Duration patience) {
        this.stripe = stripe;
        this.clock = clock;
        this.patience = patience;
    }

    LookupOutcome search(LookupQuery query) throws StripeException {
        var allowance = new Allowance(clock, patience);
        var indexed = indexed(query.operationKey());
        return indexed == null ? readThrough(query, allowance) : found(indexed);
    }

    private LookupOutcome readThrough(LookupQuery query, Allowance allowance) throws StripeException {
        var created = Created.during(query.sentWithin());
        var sessions = sessions(query.operationKey(), created, allowance);
        var session = sessions.found();
        if (session != null) {
            return StripePayments.of(session);
        }
        var intents = paymentIntents(query.operationKey(), created, allowance);
        var intent = intents.found();
        if (intent != null) {
            return found(intent);
        }
        return sessions.complete() && intents.complete()
                ? new NotFound()
                : Unknown.gaveUp("not among the newest payments of its time");
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

    private Scan<Session> sessions(OperationKey key, Created created, Allowance allowance) throws StripeException {
        var during = SessionListParams.Created.builder().setGte(created.from()).setLte(created.to()).build();
        return Scan.through(
                after -> stripe.v1().checkout().sessions().list(SessionListParams.builder()
                        .setCreated(during)
                        .setLimit(Scan.PAGE)
                        .setStartingAfter(after)
                        .build()),
                session -> key.value().equals(session.getClientReferenceId()), allowance);
    }

    private Scan<PaymentIntent> paymentIntents(OperationKey key, Created created, Allowance allowance)
            throws StripeException {
        var during = PaymentIntentListParams.Created.builder().setGte(created.from()).setLte(created.to()).build();
        return Scan.through(
                after -> stripe.v1().paymentIntents().list(PaymentIntentListParams.builder()
                        .setCreated(during)
                        .setLimit(Scan.PAGE)
                        .setStartingAfter(after)
                        .build()),
                intent -> key.value().equals(intent.getMetadata().get(Metadata.OPERATION_KEY)), allowance);
    }

    /** When an object must have been created, by Stripe's clock: seconds since 1970, both inclusive. */
    private record Created(long from, long to) {

        static Created during(SentWithin sent) {
            return new Created(sent.from().minus(CLOCKS_APART).getEpochSecond(),
                    sent.to().plus(CLOCKS_APART).getEpochSecond());
        }
    }
}
