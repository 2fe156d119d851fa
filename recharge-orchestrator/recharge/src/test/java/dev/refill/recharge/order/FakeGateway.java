package dev.refill.recharge.order;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.refill.gateway.Approved;
import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.Cancels;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.ForgetOutcome;
import dev.refill.gateway.Forgotten;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentKeyFound;
import dev.refill.gateway.PaymentKeyOutcome;
import dev.refill.gateway.PaymentKeys;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Refunds;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.SavedCard;
import dev.refill.gateway.SavedCardOutcome;
import dev.refill.gateway.SavedCards;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;

/** A provider that keeps its own truth by operation key, and may lose its answers or refuse to be reached. */
public final class FakeGateway implements PaymentGateway, Cancels, Refunds, PaymentKeys, SavedCards {

    /** What goes wrong with a charge. */
    public enum Fault {
        LOSE_ANSWER_AFTER_CHARGING,
        LOSE_ANSWER_BEFORE_CHARGING,
        REFUSE_CONNECTION,
        SAY_IN_PROGRESS
    }

    private static final URI PAGE = URI.create("https://pay.example/cs_1");

    private final GatewayId id;
    private volatile boolean isWell = true;
    private volatile @Nullable Declined refusal;

    private final Map<OperationKey, PaymentObservation> truth = new ConcurrentHashMap<>();
    private final Queue<Fault> faults = new ArrayDeque<>();
    private final AtomicInteger charges = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<LookupQuery> lookups = new CopyOnWriteArrayList<>();
    private volatile @Nullable LookupOutcome blindness;
    private volatile boolean sendsToAPage;
    private volatile Set<PaymentMethodType> methods = Set.of(PaymentMethodType.values());
    private final Set<OperationKey> cardsToSave = ConcurrentHashMap.newKeySet();
    private final List<String> forgottenCards = new CopyOnWriteArrayList<>();
    private volatile @Nullable Unresolved cardsUnresolved;
    private final List<String> askedPhones = new CopyOnWriteArrayList<>();
    private volatile @Nullable Boolean cancelsBeforeLosingTheAnswer;
    private final Map<OperationKey, RefundObservation> refundTruth = new ConcurrentHashMap<>();
    private final Queue<RefundFault> refundFaults = new ArrayDeque<>();
    private final AtomicInteger refundsMade = new AtomicInteger();
    private volatile @Nullable RefundLookupOutcome refundBlindness;
    private volatile @Nullable RefundLookupOutcome namedRefunds;
    private final AtomicReference<Runnable> beforeARefundIsHeardOf = new AtomicReference<>(() -> {});

    public FakeGateway() {
        this("fake");
    }

    public FakeGateway(String id) {
        this.id = new GatewayId(id);
    }

    /** What goes wrong with a refund. */
    public enum RefundFault {
        LOSE_ANSWER_AFTER_REFUNDING,
        LOSE_ANSWER_BEFORE_REFUNDING,
        REFUSE_CONNECTION,
        REFUSE_THE_REQUEST,
        SAY_NO,
        TAKE_TIME
    }

    public synchronized void next(RefundFault fault) {
        refundFaults.add(fault);
    }

    /** What the provider knows of a refund from now on. */
    public void knows(OperationKey key, RefundObservation seen) {
        refundTruth.put(key, seen);
    }

    /** What look-ups of refunds by a reference say from now on. */
    public void looksUpNamedRefundsAs(RefundLookupOutcome said) {
        namedRefunds = said;
    }

    /** What every look-up of a refund says from now on. */
    public void looksUpRefundsOnly(RefundLookupOutcome said) {
        looksUpRefundsOnly(said, () -> {});
    }

    /** @param beforeItIsHeard what happens while the first of those answers is on its way */
    public void looksUpRefundsOnly(RefundLookupOutcome said, Runnable beforeItIsHeard) {
        refundBlindness = said;
        beforeARefundIsHeardOf.set(beforeItIsHeard);
    }

    /** How often money went back. */
    public int refundsMade() {
        return refundsMade.get();
    }

    @Override
    public Optional<Refunds> refunds() {
        return Optional.of(this);
    }

    /** What is said of kept cards from now on; {@code null}: the truth. */
    public void saysOfCards(@Nullable Unresolved said) {
        cardsUnresolved = said;
    }

    /** Which cards it was told to forget. */
    public List<String> forgottenCards() {
        return forgottenCards;
    }

    @Override
    public Optional<SavedCards> savedCards() {
        return Optional.of(this);
    }

    /** Cards are named after their payments' keys here. */
    @Override
    public Mono<SavedCardOutcome> savedBy(ProviderReference payment) {
        return Mono.fromSupplier(() -> {
            Unresolved said = cardsUnresolved;
            OperationKey key = new OperationKey(payment.value().replaceFirst("^.._", ""));
            if (said != null) {
                return said;
            }
            return cardsToSave.contains(key) && truth.get(key) instanceof Approved
                    ? new SavedCard("cus_1." + key.value(), "visa", "4242", 12, 2034)
                    : new NotFound();
        });
    }

    @Override
    public Mono<ForgetOutcome> forget(String token) {
        return Mono.fromSupplier(() -> {
            Unresolved said = cardsUnresolved;
            if (said != null) {
                return said;
            }
            forgottenCards.add(token);
            return new Forgotten();
        });
    }

    @Override
    public Optional<PaymentKeys> paymentKeys() {
        return Optional.of(this);
    }

    @Override
    public Mono<RefundOutcome> refund(RefundCommand command) {
        return Mono.fromSupplier(() -> refundNow(command));
    }

    private synchronized RefundOutcome refundNow(RefundCommand command) {
        RefundFault fault = refundFaults.poll();
        if (fault == RefundFault.REFUSE_CONNECTION) {
            return new NotSent(NotSent.Reason.CONNECTION_REFUSED, null);
        }
        if (fault == RefundFault.REFUSE_THE_REQUEST) {
            return new NotSent(NotSent.Reason.REFUSED, null);
        }
        if (fault == RefundFault.SAY_NO) {
            return new RefundRefused("charge_disputed");
        }
        if (fault == RefundFault.LOSE_ANSWER_BEFORE_REFUNDING) {
            return new Unknown("no answer");
        }
        RefundObservation seen = refundTruth.computeIfAbsent(command.operationKey(), key -> {
            refundsMade.incrementAndGet();
            var reference = new ProviderReference("re_" + key.value());
            return fault == RefundFault.TAKE_TIME
                    ? new RefundPending(reference)
                    : new RefundSucceeded(reference, command.amount());
        });
        return fault == RefundFault.LOSE_ANSWER_AFTER_REFUNDING ? new Unknown("no answer") : seen;
    }

    @Override
    public Mono<RefundLookupOutcome> lookupRefund(RefundQuery query) {
        return Mono.fromSupplier(() -> {
            RefundLookupOutcome named = namedRefunds;
            RefundLookupOutcome said = query.reference() != null && named != null ? named : refundBlindness;
            RefundObservation seen = refundTruth.get(query.operationKey());
            beforeARefundIsHeardOf.getAndSet(() -> {}).run();
            return said != null ? said : seen == null ? madeThere(query.reference()) : seen;
        }).subscribeOn(Schedulers.boundedElastic());
    }

    private RefundLookupOutcome madeThere(@Nullable ProviderReference reference) {
        return refundTruth.values().stream()
                .filter(seen -> seen.reference().equals(reference))
                .<RefundLookupOutcome>map(seen -> seen)
                .findFirst()
                .orElseGet(NotFound::new);
    }

    /** Payments are named after their keys here. */
    @Override
    public Mono<PaymentKeyOutcome> keyOf(ProviderReference payment) {
        return Mono.just(payment.value().startsWith("pi_")
                ? new PaymentKeyFound(new OperationKey(payment.value().substring("pi_".length())))
                : new NotFound());
    }

    @Override
    public GatewayId id() {
        return id;
    }

    @Override
    public boolean isWell() {
        return isWell;
    }

    /** From now on it answers badly, or well again. */
    void isWell(boolean well) {
        isWell = well;
    }

    /**
     * From now on every payment is refused.
     *
     * @param retriable whether the payment stays open for another try
     */
    public void refuses(DeclineReason reason, boolean retriable) {
        refusal = new Declined(new ProviderReference("any"), reason, "refused", retriable);
    }

    @Override
    public Set<PaymentMethodType> methods() {
        return methods;
    }

    /** From now on customers pay by these alone. */
    public void takesOnly(PaymentMethodType... types) {
        methods = Set.of(types);
    }

    public synchronized void next(Fault fault) {
        faults.add(fault);
    }

    /** What the provider knows of a payment from now on. */
    public void knows(OperationKey key, PaymentObservation seen) {
        truth.put(key, seen);
    }

    /** What every look-up says from now on. */
    void looksUpOnly(LookupOutcome said) {
        blindness = said;
    }

    void looksUpAgain() {
        blindness = null;
    }

    /** From now on customers pay on a page. */
    public void sendsToAPage() {
        sendsToAPage = true;
    }

    /** From now on cards are charged at once. */
    void takesCards() {
        sendsToAPage = false;
    }

    /**
     * From now on a cancel is not answered.
     *
     * @param done whether it is carried out
     */
    void losesAnswersOfCancels(boolean done) {
        cancelsBeforeLosingTheAnswer = done;
    }

    /** The customer pays, unless the page is closed; whether it was paid. */
    public synchronized boolean pays(OperationKey key, Money money) {
        if (truth.get(key) instanceof Closed) {
            return false;
        }
        truth.put(key, new Approved(new ProviderReference("pi_" + key.value()), money));
        return true;
    }

    /** What it holds of a payment. */
    @Nullable
    PaymentObservation truth(OperationKey key) {
        return truth.get(key);
    }

    /** What it was asked about, in order. */
    List<LookupQuery> lookups() {
        return lookups;
    }

    void forgets(OperationKey key) {
        truth.remove(key);
    }

    /** How many cards were charged. */
    int charges() {
        return charges.get();
    }

    /** Which phones show a request to pay, in order. */
    List<String> askedPhones() {
        return askedPhones;
    }

    /** How often it was asked to charge. */
    int calls() {
        return calls.get();
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return Mono.fromSupplier(() -> chargeNow(command));
    }

    /** Who has to be asked is asked there. */
    private static boolean asksOnItsPage(Declined refused, ChargeCommand command) {
        return refused.reason() == DeclineReason.AUTHENTICATION_REQUIRED
                && command.method() instanceof PaymentMethod.HostedPage;
    }

    private synchronized ChargeOutcome chargeNow(ChargeCommand command) {
        calls.incrementAndGet();
        if (command.method() instanceof PaymentMethod.HostedPage page && page.savesCard()) {
            cardsToSave.add(command.operationKey());
        }
        Fault fault = faults.poll();
        if (fault == Fault.REFUSE_CONNECTION) {
            return new NotSent(NotSent.Reason.CONNECTION_REFUSED, null);
        }
        if (fault == Fault.SAY_IN_PROGRESS) {
            return new NotSent(NotSent.Reason.IN_PROGRESS, null);
        }
        if (fault == Fault.LOSE_ANSWER_BEFORE_CHARGING) {
            return new Unknown("no answer");
        }
        PaymentObservation seen = truth.computeIfAbsent(command.operationKey(), key -> {
            Declined refused = refusal;
            if (refused != null && !asksOnItsPage(refused, command)) {
                return new Declined(new ProviderReference("no_" + key.value()), refused.reason(), refused.rawCode(),
                        refused.retriable());
            }
            if (command.method() instanceof PaymentMethod.MobileMoney phone) {
                askedPhones.add(phone.msisdn());
                return new Pending(new ProviderReference("ph_" + key.value()));
            }
            if (sendsToAPage) {
                return new RequiresAction(new ProviderReference("cs_" + key.value()), PAGE);
            }
            charges.incrementAndGet();
            return new Approved(new ProviderReference("pi_" + key.value()), command.amount());
        });
        return fault == Fault.LOSE_ANSWER_AFTER_CHARGING ? new Unknown("no answer") : seen;
    }

    @Override
    public Optional<Cancels> cancels() {
        return Optional.of(this);
    }

    @Override
    public Mono<CancelOutcome> cancel(CancelCommand command) {
        return Mono.fromSupplier(() -> cancelNow(command.operationKey()));
    }

    private synchronized CancelOutcome cancelNow(OperationKey key) {
        Boolean lost = cancelsBeforeLosingTheAnswer;
        if (lost != null && !lost) {
            return new Unknown("no answer");
        }
        PaymentObservation now = truth.computeIfPresent(key, (same, seen) -> seen instanceof RequiresAction
                ? new Closed(seen.reference())
                : seen);
        return now == null || lost != null ? new Unknown("no answer") : now;
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return Mono.fromSupplier(() -> {
            lookups.add(query);
            LookupOutcome said = blindness;
            PaymentObservation seen = truth.get(query.operationKey());
            return said != null ? said : seen == null ? new NotFound() : seen;
        });
    }
}
