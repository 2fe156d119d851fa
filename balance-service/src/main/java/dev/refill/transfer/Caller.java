package dev.refill.transfer;

import org.jspecify.annotations.Nullable;

import dev.refill.subscriber.Subscriber;

/**
 * Who asks for a transfer.
 *
 * @param name by which keys and transfers are told apart from those of others
 * @param subscriber the only one from whom it may give; {@code null}: from any, as a channel's own client
 */
public record Caller(String name, @Nullable String subscriber) {

    public boolean mayGiveFrom(Subscriber sender) {
        return subscriber == null || subscriber.equals(sender.id().value());
    }
}
