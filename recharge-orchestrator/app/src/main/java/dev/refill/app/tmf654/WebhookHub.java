package dev.refill.app.tmf654;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import reactor.core.publisher.Mono;

import dev.refill.tmf654.Hub;
import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.OutboundWebhooks;
import dev.refill.webhooks.Subscriptions;

/** Subscriptions of TMF654 are webhook endpoints of an owner of their own: neither they nor our own hear of the other's events. */
final class WebhookHub implements Hub {

    private static final String OURS = "tmf654:";

    private final Subscriptions subscriptions;
    private final OutboundWebhooks webhooks;
    private final URI base;

    WebhookHub(Subscriptions subscriptions, OutboundWebhooks webhooks, URI base) {
        this.subscriptions = subscriptions;
        this.webhooks = webhooks;
        this.base = base;
    }

    @Override
    public Mono<Outcome> subscribe(String client, URI callback, List<String> eventTypes) {
        return subscriptions.subscribe(OURS + client, callback, eventTypes.stream().map(WebhookHub::type).toList())
                .map(outcome -> switch (outcome) {
                    case Subscriptions.Subscribed.Done(String id, String secret) -> new Outcome.Done(id, secret);
                    case Subscriptions.Subscribed.Denied(String why) -> new Outcome.Denied(why);
                    case Subscriptions.Subscribed.AddressTaken taken -> new Outcome.CallbackTaken();
                    case Subscriptions.Subscribed.TooMany(int most) -> new Outcome.TooMany(most);
                });
    }

    @Override
    public Mono<Boolean> unsubscribe(String client, String id) {
        return subscriptions.unsubscribe(OURS + client, id);
    }

    @Override
    public Mono<Void> tell(List<News> news) {
        return webhooks.publish(news.stream().map(WebhookHub::event).toList()).then();
    }

    @Override
    public URI base() {
        return base;
    }

    private static OutboundEvent event(News news) {
        return new OutboundEvent(news.id(), type(news.eventType()), news.at(), OURS + news.client(), news.body(),
                false);
    }

    private static String type(String eventType) {
        return "tmf654." + eventType.toLowerCase(Locale.ROOT);
    }
}
