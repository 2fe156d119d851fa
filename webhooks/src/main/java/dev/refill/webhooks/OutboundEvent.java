package dev.refill.webhooks;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Something that has happened and that the owner's endpoints are told.
 *
 * @param id {@code evt_…}, derived by the producer from its own row: the same event always has the same id
 * @param type words joined by dots, such as {@code recharge.paid}
 * @param occurredAt when it happened
 * @param owner the OAuth2 client whose endpoints are told
 * @param data a JSON object: what the type's schema says
 * @param enveloped whether it is sent with type and time around it; otherwise as it is, in the form of another's specification
 */
public record OutboundEvent(String id, String type, Instant occurredAt, String owner, String data, boolean enveloped) {

    private static final Pattern ID = Pattern.compile("evt_[0-9A-Za-z_-]{1,120}");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final int LONGEST_TYPE = 100;
    private static final int LONGEST_DATA = 64 * 1024;

    public OutboundEvent {
        require(ID.matcher(id).matches(), "event id", id, ID.pattern());
        require(isType(type), "event type", type, TYPE.pattern());
        require(!owner.isEmpty() && owner.length() <= 255, "owner", owner, "1 to 255 characters");
        require(data.startsWith("{") && data.length() <= LONGEST_DATA, "data", data.length() + " characters",
                "a JSON object of at most " + LONGEST_DATA);
    }

    /** One in our own form. */
    public OutboundEvent(String id, String type, Instant occurredAt, String owner, String data) {
        this(id, type, occurredAt, owner, data, true);
    }

    /** Whether it has the form of a type. */
    public static boolean isType(String type) {
        return type.length() <= LONGEST_TYPE && TYPE.matcher(type).matches();
    }

    /** What is sent, byte for byte the same on every try. Neither the type nor the time needs escaping. */
    public String body() {
        if (!enveloped) {
            return data;
        }
        return "{\"type\":\"" + type + "\",\"timestamp\":\"" + occurredAt + "\",\"data\":" + data + "}";
    }

    private static void require(boolean holds, String name, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + found + " (expected: " + expected + ")");
        }
    }
}
