package dev.refill.tmf654;

import org.jspecify.annotations.Nullable;

import dev.refill.subscriber.SubscriberId;

/**
 * Who calls.
 *
 * @param name by which keys are told apart from those of others
 * @param client the OAuth2 client, whose subscriptions hear of what it does
 * @param subscriber the only one it may see and act for; {@code null}: any
 * @param adjusts whether it may give, take and hold back credit without a payment
 */
public record Caller(String name, String client, @Nullable String subscriber, boolean adjusts) {

    public boolean maySee(SubscriberId owner) {
        return subscriber == null || subscriber.equals(owner.value());
    }
}
