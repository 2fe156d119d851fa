package dev.refill.tmf654.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.refill.tmf654.action.Action;
import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.action.Untold;

/** The types of events, as the specification names them. */
public final class EventTypes {

    private static final Set<String> ALL = Arrays.stream(ActionKind.values())
            .flatMap(kind -> Stream.of("Create", "StatusChange", "Failure", "Cancel", "AttributeValueChange", "Delete")
                    .map(change -> name(kind, change)))
            .collect(Collectors.toUnmodifiableSet());

    private EventTypes() {}

    public static Set<String> all() {
        return ALL;
    }

    /** What happened since it was told last; several changes that were not told are one event, the weightiest. */
    static String of(Untold untold) {
        return name(untold.action().kind(), change(untold));
    }

    private static String change(Untold untold) {
        Action action = untold.action();
        if (untold.toldStatus() == null) {
            return "Create";
        }
        if (action.hidden()) {
            return "Delete";
        }
        if (action.status() == untold.toldStatus()) {
            return "AttributeValueChange";
        }
        return switch (action.status()) {
            case FAILED -> "Failure";
            case CANCELLED -> "Cancel";
            case CREATED, COMPLETED -> "StatusChange";
        };
    }

    private static String name(ActionKind kind, String change) {
        String resource = kind.resource();
        return resource.substring(0, 1).toUpperCase(Locale.ROOT) + resource.substring(1) + change + "Event";
    }
}
