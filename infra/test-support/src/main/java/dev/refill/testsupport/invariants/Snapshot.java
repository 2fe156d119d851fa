package dev.refill.testsupport.invariants;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Everything at one moment, as far as it can be seen. Amounts are in the smallest part of their unit.
 *
 * @param orders every order that is kept
 * @param refunds every refund that is kept
 * @param disputes every dispute that is kept
 * @param postings every line of the ledger
 * @param balances what every account holds
 * @param provider what the provider did, or all of them together; {@code null}: not looked at
 * @param keys the idempotency keys that are remembered; {@code null}: not looked at
 * @param answers what clients were told of their keys; empty where nobody noted it
 * @param events the provider's events that are kept; {@code null}: not looked at
 * @param told the ids of the events that partners were told; {@code null}: not looked at
 */
public record Snapshot(List<PlacedOrder> orders, List<Refund> refunds, List<Dispute> disputes, List<Line> postings,
        List<Held> balances, @Nullable Provider provider, @Nullable List<Key> keys, List<Answer> answers,
        @Nullable List<KeptEvent> events, @Nullable Set<String> told) {

    /**
     * An order.
     *
     * @param claim what it was made under
     * @param state its word, for example {@code CREDITED}
     * @param isQueued whether it has a next attempt
     * @param operationKey its payment's, the latest one
     * @param former its payments before that
     * @param credit what it is to credit, bonus included
     * @param captured what we know to be captured by its payment; {@code null}: nothing
     * @param steps its changes in the order of their versions
     */
    public record PlacedOrder(String id, String claim, String state, boolean isQueued, String operationKey,
            List<FormerPayment> former, Sum price, long credit, @Nullable Sum captured, List<Step> steps) {}

    /**
     * A payment that another one of its order has followed.
     *
     * @param stray what we know to be captured by it all the same; {@code null}: nothing
     */
    public record FormerPayment(String operationKey, @Nullable Sum stray) {}

    /**
     * A refund.
     *
     * @param reference the provider's id of it; {@code null}: nothing has told it
     * @param order whose money goes back
     * @param state its word, for example {@code SUCCEEDED}
     * @param amount how much of what was captured
     */
    public record Refund(String id, @Nullable String reference, String order, String state, Sum amount) {}

    /**
     * A dispute.
     *
     * @param reference the provider's id of it
     * @param order whose money is disputed
     * @param state its word, for example {@code OPENED}
     * @param withdrawn what the customer's bank took, in minor units
     * @param reinstated what it gave back
     */
    public record Dispute(String id, String reference, String order, String state, long withdrawn, long reinstated) {}

    /** A change of an order; {@code from} is {@code null} where it begins. */
    public record Step(long version, @Nullable String from, String to) {}

    /** Money. */
    public record Sum(long minor, String currency) {}

    /**
     * A line of the ledger.
     *
     * @param kind its entry's word, for example {@code recharge}
     * @param reference whose it is: for a recharge and for held money the order's id, for a refund the refund's, for a
     *        dispute the dispute's
     */
    public record Line(String entry, String kind, String reference, String account, String unit, long amount) {}

    /** What an account holds. */
    public record Held(String account, String unit, long balance) {}

    /**
     * What the provider did.
     *
     * @param keys every operation key that it was ever asked to charge under
     * @param captures every payment that it captured
     * @param refunds every refund that it made
     * @param disputes every dispute of a payment
     * @param keysElsewhere of the keys those under which another provider was asked, too
     */
    public record Provider(Set<String> keys, List<Capture> captures, List<GivenBack> refunds, List<Taken> disputes,
            Set<String> keysElsewhere) {

        /** There is one provider. */
        public Provider(Set<String> keys, List<Capture> captures, List<GivenBack> refunds, List<Taken> disputes) {
            this(keys, captures, refunds, disputes, Set.of());
        }

        /** This one and another. */
        public Provider and(Provider other) {
            Set<String> both = new HashSet<>(keys);
            both.retainAll(other.keys);
            both.addAll(keysElsewhere);
            both.addAll(other.keysElsewhere);
            Set<String> all = new HashSet<>(keys);
            all.addAll(other.keys);
            return new Provider(all, joined(captures, other.captures), joined(refunds, other.refunds),
                    joined(disputes, other.disputes), both);
        }

        private static <T> List<T> joined(List<T> some, List<T> others) {
            List<T> all = new ArrayList<>(some);
            all.addAll(others);
            return all;
        }
    }

    /**
     * A captured payment.
     *
     * @param refunded what was given back of it
     */
    public record Capture(String operationKey, Sum captured, long refunded) {

        /** Whether any of it is still ours. */
        boolean isHeld() {
            return refunded < captured.minor();
        }
    }

    /**
     * A refund at the provider.
     *
     * @param reference the provider's id of it
     * @param key which of our refunds it carries out; {@code null}: somebody made it there
     * @param payment the operation key of the payment
     * @param hasFailed whether the money is with us again
     */
    public record GivenBack(String reference, @Nullable String key, String payment, long minor, boolean hasFailed) {}

    /**
     * A dispute at the provider.
     *
     * @param reference the provider's id of it
     * @param payment the operation key of the payment
     * @param withdrawn what was taken from our balance, fees apart
     * @param reinstated what came back
     */
    public record Taken(String reference, String payment, long withdrawn, long reinstated) {}

    /** An idempotency key of a client and its claim. */
    public record Key(String key, String claim) {}

    /** What a client was told of its key: which order it stands for. */
    public record Answer(String key, String order) {}

    /**
     * A kept event of the provider.
     *
     * @param id the provider's own
     * @param state its word, for example {@code done}
     * @param operationKey of the payment it speaks of; {@code null}: of none of ours
     * @param saysCaptured whether it says that money was captured
     */
    public record KeptEvent(String id, String state, @Nullable String operationKey, boolean saysCaptured) {}
}
