package dev.refill.gateways.adyen;

import java.util.List;

import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.DisputeObservation.DisputeLost;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.DisputeWon;
import dev.refill.gateway.DisputeObservation.FundsReinstated;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;

/**
 * What Adyen's notifications of disputes say, in our words: only what the kind of notification says, as the dispute's
 * status in the additional data is not signed. All notifications of a dispute have its reference. Adyen tells of no fee in
 * them; it is on the invoice.
 */
final class AdyenDisputes {

    /** At Adyen it is the same dispute; to us each taking of money is one of its own, as it is lost by itself. */
    private static final String SECOND = ":second";
    /** Behind a payment's reference: that its money did not come is one thing, however many notifications tell it. */
    private static final String NOT_CAPTURED = ":not-captured";

    private AdyenDisputes() {}

    static List<DisputeObservation> opened(NotificationItem item) {
        return List.of(new DisputeOpened(reference(item), item.money(), item.reason()));
    }

    static List<DisputeObservation> withdrawn(NotificationItem item) {
        return List.of(withdrawn(reference(item), item));
    }

    static List<DisputeObservation> reinstated(NotificationItem item) {
        return List.of(new FundsReinstated(reference(item), item.money()));
    }

    static List<DisputeObservation> won(NotificationItem item) {
        return List.of(new DisputeWon(reference(item)));
    }

    static List<DisputeObservation> lost(NotificationItem item) {
        return List.of(new DisputeLost(reference(item)));
    }

    /** The bank took the money again, and there is no defence against that. */
    static List<DisputeObservation> withdrawnAgain(NotificationItem item) {
        return withdrawnForGood(new ProviderReference(item.pspReference() + SECOND), item);
    }

    /**
     * What was authorised, and so was paid to us, does not come: its capture failed. No bank disputes anything; to the books it is
     * money that was taken. Adyen tries most such captures again, so it is not yet for good.
     */
    static List<DisputeObservation> notCaptured(NotificationItem item) {
        return List.of(withdrawn(notCapturedReference(item), item));
    }

    /** A capture that had failed was done after all. */
    static List<DisputeObservation> captured(NotificationItem item) {
        return List.of(new FundsReinstated(notCapturedReference(item), item.money()));
    }

    /** It never comes: somebody voided it at Adyen before it was captured, or it was not captured in time. */
    static List<DisputeObservation> neverCame(NotificationItem item) {
        return withdrawnForGood(notCapturedReference(item), item);
    }

    private static List<DisputeObservation> withdrawnForGood(ProviderReference reference, NotificationItem item) {
        return List.of(withdrawn(reference, item), new DisputeLost(reference));
    }

    private static FundsWithdrawn withdrawn(ProviderReference reference, NotificationItem item) {
        var amount = item.money();
        return new FundsWithdrawn(reference, amount, new Money(0, amount.currency()));
    }

    private static ProviderReference notCapturedReference(NotificationItem item) {
        return new ProviderReference(item.payment() + NOT_CAPTURED);
    }

    private static ProviderReference reference(NotificationItem item) {
        return new ProviderReference(item.pspReference());
    }
}
