package dev.refill.autotopup;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.Cancels;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Unknown;

/** A provider that keeps cards, charges each operation key at most once, and answers what a test wants. */
final class CardDesk implements PaymentGateway, Cancels {

    /** What a card that is charged for the first time answers. */
    enum Says {
        YES,
        NO,
        /** The card is worth nothing any more. */
        LOST,
        /** Its owner has withdrawn the leave to charge it. */
        NEVER_AGAIN,
        /** It is not kept any more. */
        GONE,
        /** The bank says no more than no. */
        NO_REASON,
        /** A code that nobody knows. */
        NO_WORD,
        ASK_THE_SUBSCRIBER,
        NOTHING
    }

    static final URI PAGE = URI.create("https://bank.example/confirm");

    private final Map<OperationKey, PaymentObservation> truth = new ConcurrentHashMap<>();
    private final Queue<Says> next = new ConcurrentLinkedQueue<>();
    private final AtomicInteger charges = new AtomicInteger();
    private volatile boolean hasPage = true;
    private volatile boolean takesCards = true;
    private final GatewayId id;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    CardDesk(String id) {
        this.id = new GatewayId(id);
    }

    void answers(Says... said) {
        next.addAll(List.of(said));
    }

    /** How many cards were charged. */
    int charges() {
        return charges.get();
    }

    /** How many payments it knows of, charged or not. */
    int payments() {
        return truth.size();
    }

    /** Which cards it was asked to charge. */
    Set<String> tokens() {
        return Set.copyOf(tokens);
    }

    /** The subscriber has confirmed whatever waits for that. */
    void everybodyConfirms(long minor, String currency) {
        truth.replaceAll((key, seen) -> seen instanceof RequiresAction
                ? new Approved(seen.reference(), Money.of(minor, currency))
                : seen);
    }

    /** What waits for a subscriber waits no more. */
    void everybodyGivesUp() {
        truth.replaceAll((key, seen) -> seen instanceof RequiresAction ? new Closed(seen.reference()) : seen);
    }

    /** Whoever waits pays by another card, which is refused. */
    void everybodyIsRefused() {
        truth.replaceAll((key, seen) -> seen instanceof RequiresAction
                ? new Declined(seen.reference(), DeclineReason.INSUFFICIENT_FUNDS, "insufficient_funds", false)
                : seen);
    }

    /** From now on nobody can be sent to it. */
    void hasNoPage() {
        hasPage = false;
    }

    /** From now on no cards are charged. */
    void takesNoCards() {
        takesCards = false;
    }

    @Override
    public Optional<Cancels> cancels() {
        return Optional.of(this);
    }

    @Override
    public Mono<CancelOutcome> cancel(CancelCommand command) {
        return Mono.fromSupplier(() -> {
            everybodyGivesUp();
            PaymentObservation seen = truth.get(command.operationKey());
            return seen == null ? new Unknown("no answer") : seen;
        });
    }

    @Override
    public GatewayId id() {
        return id;
    }

    @Override
    public Set<PaymentMethodType> methods() {
        if (!takesCards) {
            return Set.of(PaymentMethodType.HOSTED_PAGE);
        }
        return hasPage ? Set.of(PaymentMethodType.values()) : Set.of(PaymentMethodType.CARD_ON_FILE);
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return Mono.fromSupplier(() -> chargeNow(command));
    }

    private ChargeOutcome chargeNow(ChargeCommand command) {
        if (command.method() instanceof PaymentMethod.CardOnFile card) {
            tokens.add(card.token());
        }
        Says[] said = {Says.YES};
        PaymentObservation seen = truth.computeIfAbsent(command.operationKey(), key -> {
            if (command.method() instanceof PaymentMethod.HostedPage) {
                return new RequiresAction(new ProviderReference("cs_" + key.value()), PAGE);
            }
            Says first = next.poll();
            said[0] = first == null ? Says.YES : first;
            var reference = new ProviderReference("pi_" + key.value());
            return switch (said[0]) {
                case NO -> new Declined(reference, DeclineReason.INSUFFICIENT_FUNDS, "insufficient_funds", false);
                case LOST -> new Declined(reference, DeclineReason.LOST_OR_STOLEN, "lost_card", false);
                case NEVER_AGAIN -> new Declined(reference, DeclineReason.DO_NOT_TRY_AGAIN,
                        "revocation_of_all_authorizations", false);
                case GONE -> new Declined(reference, DeclineReason.CARD_GONE, "resource_missing", false);
                case NO_REASON -> new Declined(reference, DeclineReason.REFUSED_BY_ISSUER, "do_not_honor", false);
                case NO_WORD -> new Declined(reference, DeclineReason.OTHER, "a_new_code", false);
                // Nobody is there when a rule charges.
                case ASK_THE_SUBSCRIBER -> new Declined(reference, DeclineReason.AUTHENTICATION_REQUIRED,
                        "authentication_required", false);
                case YES, NOTHING -> {
                    charges.incrementAndGet();
                    yield new Approved(reference, command.amount());
                }
            };
        });
        return said[0] == Says.NOTHING ? new Unknown("no answer") : seen;
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return Mono.fromSupplier(() -> {
            PaymentObservation seen = truth.get(query.operationKey());
            return seen == null ? new NotFound() : seen;
        });
    }
}
