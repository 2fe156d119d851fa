package dev.refill.sandbox.wire;

import java.nio.ByteBuffer;
import java.util.Map;

/** What goes back over the wire. */
public sealed interface Reply {

    record Sent(int status, Map<String, String> headers, ByteBuffer body) implements Reply {}

    /** Nothing: the connection is closed. */
    record Lost() implements Reply {}
}
