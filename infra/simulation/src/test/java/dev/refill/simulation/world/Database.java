package dev.refill.simulation.world;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.idempotency.InMemoryClaimStore;
import dev.refill.ledger.InMemoryLedger;
import dev.refill.ledger.Posting;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.dispute.Dispute;
import dev.refill.recharge.dispute.MemoryDisputeStore;
import dev.refill.recharge.order.MemoryOrderStore;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.outbox.MemoryOutbox;
import dev.refill.recharge.refund.MemoryRefundStore;
import dev.refill.recharge.refund.MemoryReturns;
import dev.refill.recharge.refund.Refund;
import dev.refill.simulation.provider.ModelProviders;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.testsupport.invariants.Snapshot;
import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.OutboundWebhooks;
import dev.refill.webhooks.store.MemoryCursorStore;
import dev.refill.webhooks.store.MemoryInboxStore;

/** What is durable: every store, in memory, held to the contract of the real one. All nodes share it. */
final class Database {

    static final List<Msisdn> NUMBERS = List.of(new Msisdn("+12025550101"), new Msisdn("+12025550102"),
            new Msisdn("+12025550103"));

    final MemoryOrderStore orders = new MemoryOrderStore();
    final MemoryReturns returns = new MemoryReturns(orders);
    final MemoryRefundStore refunds = new MemoryRefundStore(returns);
    final MemoryDisputeStore disputes = new MemoryDisputeStore(returns);
    final MemoryOutbox outbox = new MemoryOutbox(orders);
    final InMemoryLedger ledger = new InMemoryLedger();
    final MemoryInboxStore inbox;
    final MemoryCursorStore cursors;
    final InMemoryClaimStore claims;
    /** Gateways that somebody has switched off. */
    final Set<GatewayId> off = new HashSet<>();
    final Set<String> told = new HashSet<>();
    final List<Snapshot.Answer> answers = new ArrayList<>();
    /** What was put into words before, and never changes. */
    private final List<Snapshot.Line> lines = new ArrayList<>();
    private final Map<RechargeId, List<Snapshot.Step>> steps = new HashMap<>();
    private int seenEntries;
    private int seenNotes;

    Database(Clock clock) {
        this.inbox = new MemoryInboxStore(clock);
        this.cursors = new MemoryCursorStore(clock);
        this.claims = new InMemoryClaimStore(clock, Duration.ofSeconds(30));
    }

    /** Keeps what partners are told. */
    OutboundWebhooks partners() {
        return events -> Mono.fromSupplier(
                () -> events.stream().filter(event -> told.add(event.id())).count());
    }

    /** Knows each number. */
    static Subscribers subscribers() {
        return new Subscribers() {

            @Override
            public Mono<Subscriber> withNumber(Msisdn msisdn) {
                return Mono.just(new Subscriber(new SubscriberId("sub_" + msisdn.e164().substring(1)), msisdn,
                        Subscriber.Status.ACTIVE));
            }

            @Override
            public Mono<Subscriber> withId(SubscriberId id) {
                return withNumber(new Msisdn("+" + id.value().substring("sub_".length())));
            }

            @Override
            public Mono<Subscriber> provision(Subscriber subscriber) {
                return Mono.just(subscriber);
            }
        };
    }

    Snapshot snapshot(ModelProviders provider) {
        List<Snapshot.Key> keys = new ArrayList<>();
        claims.claims().forEach((key, claim) -> keys.add(new Snapshot.Key(key.key(), claim.value())));
        List<Snapshot.KeptEvent> events = new ArrayList<>();
        for (InboxEntry entry : inbox.all()) {
            events.add(provider.asKept(plainId(entry.eventId()), entry.state().word()));
        }
        return new Snapshot(placed(), refunded(), disputed(), lines(), held(), provider.truth(), keys, answers, events,
                told);
    }

    private List<Snapshot.PlacedOrder> placed() {
        List<MemoryOrderStore.Noted> notes = orders.notes();
        for (; seenNotes < notes.size(); seenNotes++) {
            MemoryOrderStore.Noted note = notes.get(seenNotes);
            steps.computeIfAbsent(note.recharge(), id -> new ArrayList<>()).add(new Snapshot.Step(note.version(),
                    note.from() == null ? null : note.from().name(), note.to().name()));
        }
        Map<RechargeId, List<Snapshot.FormerPayment>> former = new HashMap<>();
        for (MemoryOrderStore.Former one : orders.formerPayments()) {
            OrderStore.Stray stray = one.stray();
            former.computeIfAbsent(one.order(), id -> new ArrayList<>()).add(new Snapshot.FormerPayment(
                    one.payment().operationKey().value(), stray == null ? null : sum(stray.captured())));
        }
        List<Snapshot.PlacedOrder> placed = new ArrayList<>();
        for (MemoryOrderStore.Kept kept : orders.all()) {
            Order order = kept.order();
            Money captured = kept.captured();
            placed.add(new Snapshot.PlacedOrder(order.id().value(), order.claimId(), order.state().name(),
                    order.nextAttemptAt() != null, order.payment().operationKey().value(),
                    former.getOrDefault(order.id(), List.of()), sum(order.recharge().quote().price()),
                    order.recharge().quote().total().value(),
                    captured == null ? null : sum(captured), steps.getOrDefault(order.id(), List.of())));
        }
        return placed;
    }

    private List<Snapshot.Refund> refunded() {
        List<Snapshot.Refund> refunded = new ArrayList<>();
        for (Refund refund : refunds.all()) {
            refunded.add(new Snapshot.Refund(refund.id().value(),
                    refund.reference() == null ? null : refund.reference().value(), refund.recharge().value(),
                    refund.state().name(), sum(refund.amount())));
        }
        return refunded;
    }

    private List<Snapshot.Dispute> disputed() {
        List<Snapshot.Dispute> disputed = new ArrayList<>();
        for (Dispute dispute : disputes.all()) {
            disputed.add(new Snapshot.Dispute(dispute.id().value(), dispute.reference().value(),
                    dispute.recharge().value(), String.valueOf(dispute.state()), minor(dispute.withdrawn()),
                    minor(dispute.reinstated())));
        }
        return disputed;
    }

    private static long minor(@Nullable Money money) {
        return money == null ? 0 : money.minor();
    }

    private static Snapshot.Sum sum(Money money) {
        return new Snapshot.Sum(money.minor(), money.currency().getCurrencyCode());
    }

    private List<Snapshot.Line> lines() {
        ledger.entries().stream().skip(seenEntries).forEach(entry -> {
            seenEntries++;
            for (Posting posting : entry.postings()) {
                lines.add(new Snapshot.Line(entry.id().value(), entry.kind(), entry.reference(),
                        posting.account().value(), posting.amount().unit().code(), posting.amount().value()));
            }
        });
        return lines;
    }

    private List<Snapshot.Held> held() {
        return ledger.balances().stream()
                .map(one -> new Snapshot.Held(one.account().value(), one.amount().unit().code(), one.amount().value()))
                .toList();
    }

    /** The provider's own id of an event, whatever a variant made of it. */
    static String plainId(String kept) {
        int mark = kept.indexOf('~');
        return mark < 0 ? kept : kept.substring(0, mark);
    }
}
