package dev.refill.simulation.bugs;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.Refunds;
import dev.refill.gateway.Unknown;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.PostOutcome;
import dev.refill.ledger.Posting;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.CreditOf;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderChange;
import dev.refill.recharge.order.OrderOvertaken;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.PaymentTerms;
import dev.refill.recharge.outbox.Outbox;
import dev.refill.recharge.refund.RefundStore;
import dev.refill.recharge.routing.Route;
import dev.refill.simulation.world.Variant;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;
import dev.refill.webhooks.store.InboxStore;
import dev.refill.webhooks.store.ReceivedEvent;

/** The bugs that recharge services are known for, each planted before one port. */
public enum PlantedBug {

    /** The credit is posted before the capture is committed. */
    CREDIT_BEFORE_CAPTURE(() -> new Variant() {

        @Override
        public OrderStore orders(OrderStore all, Ledger ledger) {
            return new OtherOrders(all) {

                @Override
                public Mono<Order> change(Order order, OrderChange change) {
                    return change.event() == RechargeEvent.CAPTURED
                            ? ledger.post(CreditOf.order(order)).then(orders.change(order, change))
                            : orders.change(order, change);
                }
            };
        }
    }),

    /** A lost answer counts as a refused card. */
    UNKNOWN_IS_A_DECLINE(() -> new Variant() {

        @Override
        public PaymentGateway gateway(PaymentGateway provider) {
            return new OtherGateway(provider) {

                @Override
                public Mono<ChargeOutcome> charge(ChargeCommand command) {
                    return gateway.charge(command)
                            .map(outcome -> outcome instanceof Unknown
                                    ? new Declined(NOBODYS, DeclineReason.OTHER, "timeout", false)
                                    : outcome);
                }
            };
        }
    }),

    /** The inbox keeps each delivery as an event of its own. */
    NO_DEDUPLICATION(() -> new Variant() {

        private final AtomicInteger deliveries = new AtomicInteger();

        @Override
        public InboxStore inbox(InboxStore inbox) {
            return new OtherInbox(inbox, event -> new ReceivedEvent(event.gateway(),
                    event.eventId() + "~" + deliveries.incrementAndGet(), event.eventType(), event.body()));
        }
    }),

    /** A charge that is sent again is sent under another key. */
    NEW_KEY_ON_RETRY(() -> new Variant() {

        private final Map<OperationKey, Integer> sent = new HashMap<>();

        @Override
        public PaymentGateway gateway(PaymentGateway provider) {
            return new OtherGateway(provider) {

                @Override
                public Mono<ChargeOutcome> charge(ChargeCommand command) {
                    return Mono.defer(() -> gateway.charge(new ChargeCommand(keyOf(command), command.amount(),
                            command.method(), command.description(), command.payableUntil())));
                }
            };
        }

        private OperationKey keyOf(ChargeCommand command) {
            int times = sent.merge(command.operationKey(), 1, Integer::sum);
            return times == 1
                    ? command.operationKey()
                    : new OperationKey(command.operationKey() + "-" + times);
        }
    }),

    /** An entry gets a new id each time it is posted. */
    RANDOM_ENTRY_ID(() -> new Variant() {

        private final AtomicInteger entries = new AtomicInteger();

        @Override
        public Ledger ledger(Ledger ledger) {
            return new OtherLedger(ledger, entry -> Mono.defer(() -> ledger.post(new Entry(
                    new EntryId("ent_" + entries.incrementAndGet()), entry.kind(), entry.reference(),
                    entry.occurredAt(), entry.postings()))));
        }
    }),

    /** A charge is sent again after the provider has forgotten its key. */
    SENT_AFTER_THE_KEY_WINDOW(() -> new Variant() {

        @Override
        public PaymentTerms terms(PaymentTerms terms) {
            return new PaymentTerms(terms.portal(), Duration.ofDays(4), Duration.ofDays(3), terms.tokens());
        }
    }),

    /** Whoever held an order too long writes all the same. */
    NO_FENCING(() -> new Variant() {

        @Override
        public OrderStore orders(OrderStore all, Ledger ledger) {
            return new OtherOrders(all) {

                @Override
                public Mono<Order> change(Order order, OrderChange change) {
                    return orders.change(order, change)
                            .onErrorResume(OrderOvertaken.class, overtaken -> orders.byId(order.id())
                                    .flatMap(now -> orders.change(now, change)));
                }
            };
        }
    }),

    /** A late refusal ends an order that has ended otherwise. */
    ENDS_NOT_GUARDED(() -> new Variant() {

        @Override
        public GatewayEventHandler handler(GatewayEventHandler handler, OrderStore orders) {
            return event -> event instanceof GatewayEvent.PaymentObserved observed
                    && observed.observation() instanceof Declined && observed.operationKey() != null
                            ? orders.byOperationKey(observed.operationKey())
                                    .map(OrderStore.Named::order)
                                    .flatMap(order -> order.state().isTerminal()
                                            ? orders.change(order, declined(observed.occurredAt()))
                                                    .<Handling>thenReturn(new Handling.Done())
                                            : handler.handle(event))
                            : handler.handle(event);
        }
    }),

    /** A webhook that speaks of nothing known is acknowledged and forgotten. */
    UNKNOWN_OBJECT_IS_DONE(() -> new Variant() {

        @Override
        public GatewayEventHandler handler(GatewayEventHandler handler, OrderStore orders) {
            return event -> handler.handle(event).thenReturn(new Handling.Done());
        }
    }),

    /** Whatever was captured counts as what was asked. */
    AMOUNT_NOT_CHECKED(() -> new Variant() {

        @Override
        public PaymentGateway gateway(PaymentGateway provider) {
            return new OtherGateway(provider) {

                @Override
                public Mono<ChargeOutcome> charge(ChargeCommand command) {
                    return gateway.charge(command)
                            .map(outcome -> outcome instanceof Approved approved
                                    ? new Approved(approved.reference(), command.amount())
                                    : outcome);
                }
            };
        }
    }),

    /** An order that was looked at in vain is not looked at again. */
    RESCHEDULE_LOST(() -> new Variant() {

        @Override
        public OrderStore orders(OrderStore all, Ledger ledger) {
            return new OtherOrders(all) {

                @Override
                public Flux<Order> takeDue(Instant now, Duration lease, int limit) {
                    return orders.takeDue(now, Duration.ofDays(1_000), limit);
                }

                @Override
                public Mono<Void> reschedule(Order order, Instant nextAttemptAt) {
                    return Mono.empty();
                }
            };
        }
    }),

    /** What is not found was never sent. */
    NOT_FOUND_IS_NEVER(() -> new Variant() {

        @Override
        public PaymentGateway gateway(PaymentGateway provider) {
            return new OtherGateway(provider) {

                @Override
                public Mono<LookupOutcome> lookup(LookupQuery query) {
                    return gateway.lookup(query)
                            .map(outcome -> outcome instanceof NotFound ? new Closed(NOBODYS) : outcome);
                }
            };
        }
    }),

    /** Each request with a key makes an order. */
    CLAIM_NOT_UNIQUE(() -> new Variant() {

        private final Map<String, Integer> claims = new HashMap<>();

        @Override
        public OrderStore orders(OrderStore all, Ledger ledger) {
            return new OtherOrders(all) {

                @Override
                public Mono<Acceptance> accept(Order order, @Nullable Route route) {
                    int times = claims.merge(order.claimId(), 1, Integer::sum);
                    return orders.accept(times == 1
                            ? order
                            : new Order(order.recharge(), order.claimId() + "~" + times, order.payment(),
                                    order.repeatConfirmed(), order.refusal(), order.attempts(), order.nextAttemptAt()),
                            route);
                }
            };
        }
    }),

    /** News counts as told before it is. */
    PASSED_BEFORE_PUBLISHED(() -> new Variant() {

        @Override
        public Outbox outbox(Outbox outbox) {
            return new OtherOutbox(outbox);
        }
    }),

    /** An entry whose outcome is not known counts as written. */
    CREDIT_GUESSED(() -> new Variant() {

        @Override
        public Ledger ledger(Ledger ledger) {
            return new OtherLedger(ledger, entry -> ledger.post(entry)
                    .onErrorResume(lost -> Mono.just(new PostOutcome.Created(entry.id()))));
        }
    }),

    /** A refund is sent while its credit is still being taken. */
    REFUND_BEFORE_ITS_CREDIT(() -> new Variant() {

        @Override
        public Ledger ledger(Ledger ledger) {
            return new OtherLedger(ledger, entry -> entry.kind().equals("refund")
                    ? Mono.fromRunnable(() -> Mono.delay(Duration.ofSeconds(1))
                            .then(Mono.defer(() -> ledger.post(entry)))
                            .subscribe(posted -> {}, lost -> {}))
                            .thenReturn(new PostOutcome.Created(entry.id()))
                    : ledger.post(entry));
        }
    }),

    /** A second refund is sent whatever is left of the payment. */
    SECOND_REFUND_NOT_CHECKED(() -> new Variant() {

        @Override
        public RefundStore refunds(RefundStore refunds) {
            return new OtherRefunds(refunds);
        }
    }),

    /** A refund that failed does not give its credit back. */
    FAILED_REFUND_KEEPS_CREDIT(() -> new Variant() {

        @Override
        public Ledger ledger(Ledger ledger) {
            return without("refund-failed", ledger);
        }
    }),

    /** A refund whose answer was lost is sent again under another key. */
    REFUND_UNDER_A_NEW_KEY(() -> new Variant() {

        private final Map<OperationKey, Integer> sent = new HashMap<>();

        @Override
        public PaymentGateway gateway(PaymentGateway provider) {
            return new OtherGateway(provider) {

                @Override
                public Optional<Refunds> refunds() {
                    return gateway.refunds().map(refunds -> new Refunds() {

                        @Override
                        public Mono<RefundOutcome> refund(RefundCommand command) {
                            return Mono.defer(() -> refunds.refund(new RefundCommand(keyOf(command), command.payment(),
                                    command.amount(), command.reason())));
                        }

                        @Override
                        public Mono<RefundLookupOutcome> lookupRefund(RefundQuery query) {
                            return refunds.lookupRefund(query);
                        }
                    });
                }
            };
        }

        private OperationKey keyOf(RefundCommand command) {
            int times = sent.merge(command.operationKey(), 1, Integer::sum);
            return times == 1
                    ? command.operationKey()
                    : new OperationKey(command.operationKey() + "-" + times);
        }
    }),

    /** Nobody hears of a refund that somebody made at the provider. */
    REFUND_MADE_THERE_IGNORED(() -> new Variant() {

        @Override
        public GatewayEventHandler handler(GatewayEventHandler handler, OrderStore orders) {
            return event -> event instanceof GatewayEvent.RefundObserved observed && observed.operationKey() == null
                    ? Mono.just(new Handling.Done())
                    : handler.handle(event);
        }
    }),

    /** The credit of a dispute that was won is given back by the verdict, and by the money that comes back. */
    DISPUTE_WON_TWICE(() -> new Variant() {

        @Override
        public Ledger ledger(Ledger ledger) {
            return new OtherLedger(ledger, entry -> entry.kind().equals("dispute-won")
                    && entry.postings().stream().anyMatch(PlantedBug::isCredit)
                            ? ledger.post(entry).flatMap(first -> ledger.post(again(entry)).thenReturn(first))
                            : ledger.post(entry));
        }
    }),

    /** Whoever does not answer was not asked: the next provider is tried. */
    GOES_ON_WHILE_UNKNOWN(() -> new Variant() {

        @Override
        public PaymentGateway gateway(PaymentGateway provider) {
            return goingOnWhileUnknown(provider);
        }
    }),

    /** The next provider is sent the key of the one before. */
    ONE_KEY_FOR_ALL(() -> new Variant() {

        private final Map<OperationKey, OperationKey> before = new HashMap<>();

        @Override
        public OrderStore orders(OrderStore all, Ledger ledger) {
            return new OtherOrders(all) {

                @Override
                public Mono<Order> change(Order order, OrderChange change) {
                    OrderChange.NextPayment next = change.next();
                    if (next != null) {
                        before.put(next.operationKey(), order.payment().operationKey());
                    }
                    return orders.change(order, change);
                }
            };
        }

        @Override
        public PaymentGateway gateway(PaymentGateway provider) {
            return new OtherGateway(provider) {

                @Override
                public Mono<ChargeOutcome> charge(ChargeCommand command) {
                    return Mono.defer(() -> gateway.charge(new ChargeCommand(
                            before.getOrDefault(command.operationKey(), command.operationKey()), command.amount(),
                            command.method(), command.description(), command.payableUntil())));
                }
            };
        }
    }),

    /** News of any of an order's payments is news of the order. */
    NEWS_OF_A_FORMER_PAYMENT(() -> new Variant() {

        @Override
        public GatewayEventHandler handler(GatewayEventHandler handler, OrderStore orders) {
            return event -> event instanceof GatewayEvent.PaymentObserved observed && observed.operationKey() != null
                    ? orders.byOperationKey(observed.operationKey())
                            .map(named -> (GatewayEvent) new GatewayEvent.PaymentObserved(observed.gateway(),
                                    observed.dedupeKey(), observed.occurredAt(),
                                    named.order().payment().operationKey(), observed.observation()))
                            .defaultIfEmpty(event)
                            .flatMap(handler::handle)
                    : handler.handle(event);
        }
    }),

    /** What was frozen stays so when the debt is settled. */
    FROZEN_FOR_EVER(() -> new Variant() {

        @Override
        public Ledger ledger(Ledger ledger) {
            return without("release", ledger);
        }
    });

    private static final ProviderReference NOBODYS = new ProviderReference("none");

    @SuppressWarnings("ImmutableEnumChecker") // makes a new variant each time and keeps none
    private final Supplier<Variant> variant;

    PlantedBug(Supplier<Variant> variant) {
        this.variant = variant;
    }

    /** A product with this bug, for one run. */
    public Variant plant() {
        return variant.get();
    }

    /** A provider of whom a lost answer counts as a charge that was not sent. */
    public static PaymentGateway goingOnWhileUnknown(PaymentGateway provider) {
        return new OtherGateway(provider) {

            @Override
            public Mono<ChargeOutcome> charge(ChargeCommand command) {
                return gateway.charge(command)
                        .map(outcome -> outcome instanceof Unknown
                                ? new NotSent(NotSent.Reason.CONNECTION_REFUSED, null)
                                : outcome);
            }
        };
    }

    /** The ledger, in which entries of a kind are never written. */
    private static Ledger without(String kind, Ledger ledger) {
        return new OtherLedger(ledger, entry -> entry.kind().equals(kind)
                ? Mono.just(new PostOutcome.Created(entry.id()))
                : ledger.post(entry));
    }

    /** The credit of an entry once more; what nothing is frozen for any more comes out of nothing. */
    private static Entry again(Entry entry) {
        AccountId nothing = new AccountId("used-credit");
        return new Entry(new EntryId(entry.id() + "_again"), entry.kind(), entry.reference(), entry.occurredAt(),
                entry.postings().stream()
                        .filter(PlantedBug::isCredit)
                        .map(posting -> posting.account().value().startsWith("frozen:dsp_")
                                ? new Posting(nothing, posting.amount())
                                : posting)
                        .toList());
    }

    private static boolean isCredit(Posting posting) {
        return posting.amount().unit().code().startsWith("airtime:");
    }

    private static OrderChange declined(Instant at) {
        return new OrderChange(RechargeEvent.REFUSED, RechargeState.DECLINED, Cause.own(Cause.Source.WEBHOOK), at, null,
                null, null, DeclineReason.OTHER, null, null, null);
    }
}
