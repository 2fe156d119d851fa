package dev.refill.gateway;

import java.util.List;

/** What a verified webhook means to us. */
public sealed interface Translation {

    /** @param events zero or more events; none means that we know the type and it does not concern us */
    record Events(List<GatewayEvent> events) implements Translation {

        public Events {
            events = List.copyOf(events);
        }
    }

    /** We cannot say what it means: it is kept and raises an alarm, never counted as handled. */
    record NotUnderstood(Reason reason, String detail) implements Translation {}

    enum Reason {
        UNKNOWN_TYPE,
        NEWER_API_VERSION,
        UNREADABLE_OBJECT
    }
}
