package dev.refill.gateways.adyen;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.json.StrictJson;

/**
 * A standard notification.
 *
 * @param live whether it says that it is about real money; not signed
 * @param items one or more
 */
record Notification(boolean live, List<NotificationItem> items) {

    /** JSON carries one, and other forms of the notification six at most. */
    private static final int MOST_ITEMS = 16;

    /** {@code null} for a body that is none, or of which any item is none; never an exception. */
    static @Nullable Notification read(byte[] body) {
        var notification = StrictJson.object(body);
        return notification == null ? null : read(notification);
    }

    private static @Nullable Notification read(JsonNode notification) {
        var wrapped = notification.path("notificationItems");
        if (!wrapped.isArray() || wrapped.isEmpty() || wrapped.size() > MOST_ITEMS) {
            return null;
        }
        var items = new ArrayList<NotificationItem>();
        for (var each : wrapped) {
            var item = NotificationItem.read(each.path("NotificationRequestItem"));
            if (item == null) {
                return null;
            }
            items.add(item);
        }
        return new Notification(StrictJson.text(notification, "live").equals("true"), List.copyOf(items));
    }
}
