package dev.refill.simulation.world;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.Entry;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderChange;
import dev.refill.recharge.outbox.Outbox;
import dev.refill.recharge.outbox.Transition;
import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.store.ReceivedEvent;
import dev.refill.webhooks.store.TakenEvent;

/** Short words for a trace. */
final class Words {

    private static final int LONGEST = 120;

    private Words() {}

    static String of(Object @Nullable [] all) {
        return all == null ? "()" : Arrays.stream(all).map(Words::of).collect(Collectors.joining(", ", "(", ")"));
    }

    static String of(@Nullable Object one) {
        return switch (one) {
            case null -> "-";
            case Order order -> order.id().value().substring(20) + " v" + order.recharge().version() + " "
                    + order.state() + "#" + order.attempts();
            case OrderChange change -> change.event() + " to " + change.to() + " by " + change.cause().source();
            case Entry entry -> entry.id().value();
            case Outbox.Batch batch -> batch.fence() + of(batch.transitions().toArray());
            case Transition news -> news.recharge().value().substring(20) + " v" + news.version() + " " + news.to();
            case OutboundEvent event -> event.id() + " " + event.type();
            case ReceivedEvent event -> event.eventId() + " " + event.eventType();
            case TakenEvent event -> event.eventId() + " " + event.eventType() + "#" + event.attempt();
            case Collection<?> many -> of(many.toArray());
            default -> {
                String words = one.toString();
                yield words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
            }
        };
    }
}
