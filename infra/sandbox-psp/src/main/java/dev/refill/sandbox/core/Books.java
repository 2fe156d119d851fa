package dev.refill.sandbox.core;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Everything the provider knows. Confined to one thread, so that a command sees and leaves a consistent whole without
 * any lock. What it hands out is immutable and may be read anywhere.
 */
public final class Books {

    /** The key in a payment's metadata that is found without looking at every payment. */
    public static final String OPERATION_KEY = "operation_key";

    private final Clock clock;
    private final Ids ids;
    private final List<Change> fresh = new ArrayList<>();

    private final Shelf<Payment> payments = new Shelf<>();
    private final Shelf<Charge> charges = new Shelf<>();
    private final Shelf<Refund> refunds = new Shelf<>();
    private final Shelf<Dispute> disputes = new Shelf<>();
    private final Shelf<Settled> settled = new Shelf<>();
    private final Shelf<Payout> payouts = new Shelf<>();
    private final Shelf<Checkout> checkouts = new Shelf<>();
    private final Shelf<CardOnFile> keptCards = new Shelf<>();
    private final Shelf<Endpoint> endpoints = new Shelf<>();
    private final Shelf<Event> events = new Shelf<>();
    private final Map<String, List<String>> paymentsByOperation = new HashMap<>();
    private final Map<String, String> checkoutOfPayment = new HashMap<>();
    private final Map<String, String> disputeOfPayment = new HashMap<>();
    private final Map<String, KeptAnswer> answers = new HashMap<>();
    private final Deque<KeptAnswer> answersByAge = new ArrayDeque<>();
    private final Set<String> keysInUse = new HashSet<>();
    private final Queue<Checkout> checkoutsByExpiry = new PriorityQueue<>(Comparator.comparingLong(Checkout::expires));
    private final Queue<Refund> refundsByDue = new PriorityQueue<>(Comparator.comparingLong(Refund::due));
    private final Map<String, Set<String>> unsent = new LinkedHashMap<>();

    public Books(Clock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /** Unix seconds. */
    public long now() {
        return Math.floorDiv(clock.millis(), 1000L);
    }

    public Ids ids() {
        return ids;
    }

    public Shelf<Payment> payments() {
        return payments;
    }

    public Shelf<Charge> charges() {
        return charges;
    }

    public Shelf<Refund> refunds() {
        return refunds;
    }

    public Shelf<Dispute> disputes() {
        return disputes;
    }

    /** What was paid out. */
    public Shelf<Settled> settled() {
        return settled;
    }

    public Shelf<Payout> payouts() {
        return payouts;
    }

    public Shelf<Checkout> checkouts() {
        return checkouts;
    }

    /** Those that may be charged again, by their ids. */
    public Shelf<CardOnFile> keptCards() {
        return keptCards;
    }

    public Shelf<Endpoint> endpoints() {
        return endpoints;
    }

    public Shelf<Event> events() {
        return events;
    }

    /** The payments that carry this operation key, oldest first. */
    public List<Payment> paymentsOf(String operationKey) {
        return paymentsByOperation.getOrDefault(operationKey, List.of())
                .stream()
                .map(id -> requireNonNull(payments.find(id)))
                .toList();
    }

    public @Nullable Checkout checkoutOf(Payment payment) {
        String id = checkoutOfPayment.get(payment.id());
        return id == null ? null : checkouts.find(id);
    }

    public @Nullable Payment paymentOf(Checkout checkout) {
        return checkout.paymentId() == null ? null : payments.find(checkout.paymentId());
    }

    /** A payment is disputed once, if at all. */
    public @Nullable Dispute disputeOf(String paymentId) {
        String id = disputeOfPayment.get(paymentId);
        return id == null ? null : disputes.find(id);
    }

    public @Nullable KeptAnswer answerUnder(String key) {
        return answers.get(key);
    }

    /** @return whether the key was free */
    public boolean claim(String key) {
        return keysInUse.add(key);
    }

    public boolean inUse(String key) {
        return keysInUse.contains(key);
    }

    public void release(String key) {
        keysInUse.remove(key);
    }

    /** How many endpoints an event has not reached yet. */
    public int unsent(String eventId) {
        return unsent.getOrDefault(eventId, Set.of()).size();
    }

    /** Whom an event has not reached yet; an endpoint that is gone is owed nothing. */
    public List<Owed> owed(String eventId) {
        List<Owed> owed = new ArrayList<>();
        for (String endpointId : unsent.getOrDefault(eventId, Set.of())) {
            Endpoint endpoint = endpoints.find(endpointId);
            if (endpoint != null) {
                owed.add(new Owed(requireNonNull(events.find(eventId)), endpoint));
            }
        }
        return owed;
    }

    /** Everything that has not reached someone, oldest first. */
    public List<Owed> owed() {
        List<Owed> owed = new ArrayList<>();
        unsent.keySet().forEach(eventId -> owed.addAll(owed(eventId)));
        return owed;
    }

    public boolean owes(Owed one) {
        return unsent.getOrDefault(one.event().id(), Set.of()).contains(one.endpoint().id())
                && endpoints.holds(one.endpoint().id());
    }

    /** Notes that something happened to a subject that is already recorded as it now stands. */
    public void happened(String type, Subject subject, Cause cause) {
        List<String> concerned = new ArrayList<>();
        for (Endpoint endpoint : endpoints.all(one -> one.wants(type))) {
            concerned.add(endpoint.id());
        }
        happened(type, subject, cause, concerned);
    }

    /** The same, told to these endpoints, whatever they want otherwise. */
    public void happened(String type, Subject subject, Cause cause, List<String> concerned) {
        record(new Change.Happened(ids.next("evt_"), type, subject.id(), cause.requestId(),
                cause.idempotencyKey(), concerned, now()));
    }

    public void record(Change change) {
        apply(change);
        fresh.add(change);
    }

    /** What was recorded since this was last asked, in order: for the journal. */
    public List<Change> takeFresh() {
        List<Change> taken = List.copyOf(fresh);
        fresh.clear();
        return taken;
    }

    /** Takes a change over without telling the journal: what the journal itself says at start. */
    public void apply(Change change) {
        switch (change) {
            case Change.PaymentStands(Payment payment) -> apply(payment);
            case Change.CheckoutStands(Checkout checkout) -> apply(checkout);
            case Change.RefundStands(Refund refund) -> apply(refund);
            case Change.DisputeStands(Dispute dispute) -> apply(dispute);
            case Change.BalanceSettled(Settled one) -> settled.put(one.id(), one);
            case Change.PaidOut(Payout payout) -> payouts.put(payout.id(), payout);
            case Change.CardKept(CardOnFile card) -> keptCards.put(card.id(), card);
            case Change.CustomerGone(String customer) -> keptCards.all(card -> customer.equals(card.customer()))
                    .forEach(card -> keptCards.remove(card.id()));
            case Change.EndpointStands(Endpoint endpoint) -> endpoints.put(endpoint.id(), endpoint);
            case Change.EndpointGone(String id) -> endpoints.remove(id);
            case Change.Happened happened -> apply(happened);
            case Change.Answered answered -> apply(answered);
            case Change.Sent(String eventId, String endpointId) -> sent(eventId, endpointId);
        }
    }

    private void apply(Payment payment) {
        String operationKey = payment.metadata().get(OPERATION_KEY);
        if (operationKey != null && !payments.holds(payment.id())) {
            paymentsByOperation.merge(operationKey, List.of(payment.id()), Books::joined);
        }
        payments.put(payment.id(), payment);
        Charge charge = payment.charge();
        if (charge != null) {
            charges.put(charge.id(), charge);
        }
    }

    private void apply(Refund refund) {
        if (!refunds.holds(refund.id()) && refund.then() != null) {
            refundsByDue.add(refund);
        }
        refunds.put(refund.id(), refund);
    }

    private void apply(Dispute dispute) {
        disputes.put(dispute.id(), dispute);
        disputeOfPayment.put(dispute.paymentId(), dispute.id());
    }

    private static List<String> joined(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private void apply(Checkout checkout) {
        if (!checkouts.holds(checkout.id())) {
            checkoutsByExpiry.add(checkout);
        }
        checkouts.put(checkout.id(), checkout);
        if (checkout.paymentId() != null) {
            checkoutOfPayment.put(checkout.paymentId(), checkout.id());
        }
    }

    private void apply(Change.Happened happened) {
        events.put(happened.id(), new Event(happened.id(), happened.type(), subject(happened.subjectId()),
                happened.requestId(), happened.idempotencyKey(), happened.endpoints(), happened.created()));
        if (!happened.endpoints().isEmpty()) {
            unsent.put(happened.id(), new HashSet<>(happened.endpoints()));
        }
    }

    private void apply(Change.Answered answered) {
        KeptAnswer answer = new KeptAnswer(answered.key(), answered.fingerprint(), answered.target(),
                answered.requestId(), answered.status(), snapshot(answered), answered.at());
        answers.put(answer.key(), answer);
        answersByAge.add(answer);
    }

    private @Nullable Snapshot snapshot(Change.Answered answered) {
        if (answered.subjectId() == null) {
            return null;
        }
        Subject subject = subject(answered.subjectId());
        Payment payment = subject instanceof Checkout checkout ? paymentOf(checkout) : null;
        return new Snapshot(subject, payment, answered.expanded());
    }

    private void sent(String eventId, String endpointId) {
        Set<String> owed = unsent.get(eventId);
        if (owed != null && owed.remove(endpointId) && owed.isEmpty()) {
            unsent.remove(eventId);
        }
    }

    /** @throws IllegalStateException when there is none of that id */
    public Subject subject(String id) {
        for (Shelf<? extends Subject> shelf : List.of(payments, charges, refunds, disputes, checkouts, endpoints)) {
            Subject subject = shelf.find(id);
            if (subject != null) {
                return subject;
            }
        }
        throw new IllegalStateException("subject: " + id + " (expected: one that is on record)");
    }

    /** Takes the next checkout whose time is over and that is still open; null when there is none. */
    public @Nullable Checkout nextOverdue() {
        Checkout first = checkoutsByExpiry.peek();
        while (first != null && first.expires() <= now()) {
            checkoutsByExpiry.remove();
            Checkout current = requireNonNull(checkouts.find(first.id()));
            if (current.status() == CheckoutStatus.OPEN) {
                return current;
            }
            first = checkoutsByExpiry.peek();
        }
        return null;
    }

    /** Takes the next refund that something becomes of by itself, now; null when there is none. */
    public @Nullable Refund nextDue() {
        Refund first = refundsByDue.peek();
        while (first != null && first.due() <= now()) {
            refundsByDue.remove();
            Refund current = requireNonNull(refunds.find(first.id()));
            if (current.then() != null) {
                return current;
            }
            first = refundsByDue.peek();
        }
        return null;
    }

    /** Forgets answers given before a moment in Unix seconds, so that memory stays bounded. */
    public void forgetAnswersBefore(long moment) {
        KeptAnswer oldest = answersByAge.peek();
        while (oldest != null && oldest.at() < moment) {
            answersByAge.remove();
            answers.remove(oldest.key(), oldest);
            oldest = answersByAge.peek();
        }
    }
}
