package dev.refill.recharge.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.recharge.Recharge;
import dev.refill.recharge.order.MemoryOrderStore;

/** The changes of orders in memory as news; one statement at a time. */
public final class MemoryOutbox implements Outbox {

    private final MemoryOrderStore orders;
    private long passed;
    private @Nullable String owner;
    private Instant leasedUntil = Instant.EPOCH;
    private long fence;

    public MemoryOutbox(MemoryOrderStore orders) {
        this.orders = orders;
    }

    @Override
    public Mono<Batch> take(String node, Instant now, Duration lease, int most) {
        return Mono.fromSupplier(() -> taken(node, now, lease, most));
    }

    private synchronized Batch taken(String node, Instant now, Duration lease, int most) {
        if (leasedUntil.isAfter(now) && !node.equals(owner)) {
            return new Batch(0, List.of());
        }
        owner = node;
        leasedUntil = now.plus(lease);
        fence++;
        List<MemoryOrderStore.Noted> notes = orders.notes();
        List<Transition> next = IntStream.range((int) passed, notes.size())
                .limit(most)
                .mapToObj(index -> transition(index + 1L, notes.get(index)))
                .toList();
        return new Batch(next.isEmpty() ? 0 : fence, next);
    }

    private Transition transition(long sequence, MemoryOrderStore.Noted noted) {
        Recharge recharge = orders.all().stream()
                .map(kept -> kept.order().recharge())
                .filter(one -> one.id().equals(noted.recharge()))
                .findFirst()
                .orElseThrow();
        return new Transition.OfOrder(new Transition.Position("0", sequence), noted.recharge(), noted.version(),
                noted.to(),
                noted.at(), recharge.owner().clientId(), recharge.msisdn().e164(), recharge.quote(),
                recharge.lastDecline(), recharge.createdAt());
    }

    @Override
    public Mono<Boolean> pass(Batch batch) {
        return Mono.fromSupplier(() -> isPassed(batch));
    }

    private synchronized boolean isPassed(Batch batch) {
        if (batch.fence() != fence) {
            return false;
        }
        passed = batch.transitions().getLast().position().sequence();
        return true;
    }

    @Override
    public Mono<Boolean> isAheadOfServer() {
        return Mono.just(false);
    }

    /** For a test to look at: whether there is anything that was not passed. */
    public synchronized boolean hasNews() {
        return passed < orders.notes().size();
    }
}
