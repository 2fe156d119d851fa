package dev.refill.sandbox.stripe.wire;

import tools.jackson.core.JsonGenerator;

/** Something that can write itself as one JSON value. */
@FunctionalInterface
public interface Body {

    void write(JsonGenerator json);
}
