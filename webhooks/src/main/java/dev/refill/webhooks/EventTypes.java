package dev.refill.webhooks;

import java.util.Set;

/** The types of events that a module publishes, as a bean: endpoints can be registered for these and no others. */
@FunctionalInterface
public interface EventTypes {

    /** Never changes while the application runs. */
    Set<String> names();
}
