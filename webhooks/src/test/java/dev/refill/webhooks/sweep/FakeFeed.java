package dev.refill.webhooks.sweep;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.EventFeed;
import dev.refill.gateway.FedEvent;
import dev.refill.gateway.FeedOutcome;
import dev.refill.gateway.FeedPage;
import dev.refill.gateway.FeedPosition;
import dev.refill.gateway.Unknown;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A provider's list in pages of three; no two of its events may have one time. */
public final class FakeFeed implements EventFeed {

    private static final int PAGE = 3;

    private final List<FedEvent> events = new CopyOnWriteArrayList<>();
    private final List<FeedPosition> reads = new CopyOnWriteArrayList<>();
    private volatile @Nullable Instant brokenFrom;
    private final AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();

    public void happened(String id, String type, Instant at) {
        events.add(new FedEvent(id, type, at, (id + " " + type).getBytes(UTF_8)));
        events.sort(Comparator.comparing(FedEvent::occurredAt));
    }

    /** Whatever reads a page that begins at this event or later gets no answer. */
    void breaksFrom(Instant at) {
        brokenFrom = at;
    }

    void heals() {
        brokenFrom = null;
    }

    /** Runs once, while the second page is read. */
    void duringTheSecondPage(Runnable action) {
        meanwhile.set(action);
    }

    public List<FeedPosition> reads() {
        return reads;
    }

    @Override
    public Mono<FeedOutcome> read(FeedPosition position) {
        return Mono.fromSupplier(() -> {
            reads.add(position);
            if (reads.size() == 2) {
                runMeanwhile();
            }
            return page(position);
        });
    }

    private void runMeanwhile() {
        Runnable action = meanwhile.getAndSet(null);
        if (action != null) {
            action.run();
        }
    }

    private FeedOutcome page(FeedPosition position) {
        List<FedEvent> rest = events.stream()
                .filter(event -> !event.occurredAt().isBefore(position.from()))
                .filter(event -> event.occurredAt().isBefore(position.to()))
                .toList();
        Instant broken = brokenFrom;
        if (broken != null && !rest.isEmpty() && !rest.getFirst().occurredAt().isBefore(broken)) {
            return new Unknown("no answer");
        }
        return rest.size() <= PAGE
                ? new FeedPage(rest, null)
                : new FeedPage(rest.subList(0, PAGE),
                        new FeedPosition(rest.get(PAGE).occurredAt(), position.to(), null));
    }
}
