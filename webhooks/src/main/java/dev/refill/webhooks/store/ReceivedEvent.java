package dev.refill.webhooks.store;

import java.util.regex.Pattern;

import dev.refill.gateway.GatewayId;
import dev.refill.redaction.Redaction;

/**
 * An authentic event that is to be kept. The constructor refuses what the table would, so that no event can spoil the
 * batch it is written in.
 *
 * @param eventId 1 to 255 characters without control characters
 * @param eventType 1 to 255 characters without control characters
 * @param body the bytes that were verified; what must not be kept, such as the token of a link to a guest's order, which a provider repeats, is
 *     taken out, and nothing that is translated later
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed through and never compared
public record ReceivedEvent(GatewayId gateway, String eventId, String eventType, byte[] body) {

    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,255}");

    public ReceivedEvent {
        requireText("event id", eventId);
        requireText("event type", eventType);
        body = Redaction.redact(body);
    }

    private static void requireText(String name, String value) {
        if (!TEXT.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " of " + value.length()
                    + " characters (expected: 1 to 255 without control characters)");
        }
    }
}
