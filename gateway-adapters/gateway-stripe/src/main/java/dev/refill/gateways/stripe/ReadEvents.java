package dev.refill.gateways.stripe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.StripeCollection;
import com.stripe.param.EventListParams;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.FedEvent;
import dev.refill.gateway.FeedOutcome;
import dev.refill.gateway.FeedPage;
import dev.refill.gateway.FeedPosition;
import dev.refill.gateway.Unknown;

/**
 * Reads Stripe's event list, which is newest first, oldest first: by slices of time, each so short that it fits on one page.
 * A slice that does not is halved, one that is nearly empty is followed by a longer one, so that a quiet week takes a few
 * requests and a busy hour no more than it has pages. Stripe dates events by the second: within the shortest
 * slice page after page is read, up to a limit.
 */
final class ReadEvents {

    private static final Duration FIRST_SLICE = Duration.ofHours(1);
    private static final Duration LONGEST_SLICE = Duration.ofDays(1);
    private static final Duration SHORTEST_SLICE = Duration.ofSeconds(1);
    /** A slice this empty lets the next one be twice as long and still fit. */
    private static final int NEARLY_EMPTY = (int) Scan.PAGE / 4;
    /** 2,000 events of one second, some ten megabytes; Stripe's own limits let no account of ours make more. */
    private static final int MOST_PAGES_IN_A_SECOND = 20;

    private final StripeClient stripe;

    ReadEvents(StripeClient stripe) {
        this.stripe = stripe;
    }

    FeedOutcome read(FeedPosition position) throws StripeException {
        return position.from().isBefore(position.to())
                ? slice(inWholeSeconds(position))
                : new FeedPage(List.of(), null);
    }

    /** Stripe knows whole seconds only; slices that end within one would overlap. */
    private static FeedPosition inWholeSeconds(FeedPosition position) {
        return new FeedPosition(position.from().truncatedTo(ChronoUnit.SECONDS), position.to(), position.mark());
    }

    private FeedOutcome slice(FeedPosition position) throws StripeException {
        var length = length(position.mark());
        var end = earlier(position.from().plus(length), position.to());
        var page = page(position.from(), end, null);
        if (!hasMore(page)) {
            return new FeedPage(oldestFirst(events(page)), following(position, end, next(length, page)));
        }
        return length.equals(SHORTEST_SLICE)
                ? wholeSecond(position, end, page)
                : new FeedPage(List.of(), at(position, position.from(), length.dividedBy(2)));
    }

    private FeedOutcome wholeSecond(FeedPosition position, Instant end, StripeCollection<Event> newest)
            throws StripeException {
        var events = new ArrayList<>(events(newest));
        var page = newest;
        for (var pages = 1; hasMore(page); pages++) {
            if (pages == MOST_PAGES_IN_A_SECOND) {
                return Unknown.gaveUp("more events in one second than are read");
            }
            page = page(position.from(), end, events.getLast().eventId());
            events.addAll(events(page));
        }
        return new FeedPage(oldestFirst(events), following(position, end, SHORTEST_SLICE));
    }

    private StripeCollection<Event> page(Instant from, Instant end, @Nullable String after) throws StripeException {
        var created = EventListParams.Created.builder().setGte(from.getEpochSecond()).setLt(Seconds.ceiling(end))
                .build();
        return stripe.v1().events().list(EventListParams.builder()
                .setCreated(created)
                .setLimit(Scan.PAGE)
                .setStartingAfter(after)
                .build());
    }

    private static @Nullable FeedPosition following(FeedPosition position, Instant end, Duration length) {
        return end.isBefore(position.to()) ? at(position, end, length) : null;
    }

    private static FeedPosition at(FeedPosition position, Instant from, Duration length) {
        return new FeedPosition(from, position.to(), String.valueOf(whole(length).toSeconds()));
    }

    private static Duration next(Duration length, StripeCollection<Event> page) {
        var doubled = page.getData().size() <= NEARLY_EMPTY ? length.multipliedBy(2) : length;
        return doubled.compareTo(LONGEST_SLICE) < 0 ? doubled : LONGEST_SLICE;
    }

    private static Duration length(@Nullable String mark) {
        return mark == null ? FIRST_SLICE : Duration.ofSeconds(Long.parseLong(mark));
    }

    private static Duration whole(Duration length) {
        return length.compareTo(SHORTEST_SLICE) < 0 ? SHORTEST_SLICE : length;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** A page that does not say whether it is the last one is no page of Stripe's. */
    private static boolean hasMore(StripeCollection<Event> page) {
        return Objects.requireNonNull(page.getHasMore(), "has_more");
    }

    /** From the JSON as it came: the SDK's objects would lose what they do not know. */
    private static List<FedEvent> events(StripeCollection<Event> page) {
        return Objects.requireNonNull(page.getRawJsonObject(), "data").getAsJsonArray("data").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(ReadEvents::event)
                .toList();
    }

    private static FedEvent event(JsonObject event) {
        return new FedEvent(event.get("id").getAsString(), event.get("type").getAsString(),
                Instant.ofEpochSecond(event.get("created").getAsLong()),
                event.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<FedEvent> oldestFirst(List<FedEvent> newestFirst) {
        return newestFirst.reversed();
    }
}
