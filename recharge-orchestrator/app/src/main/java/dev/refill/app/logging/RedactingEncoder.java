package dev.refill.app.logging;

import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import org.jspecify.annotations.Nullable;

import dev.refill.redaction.Redaction;

/**
 * Redacts what another encoder wrote: message, fields and stack trace alike. Named in {@code logback-spring.xml}, with the
 * other encoder nested in it.
 */
public final class RedactingEncoder extends EncoderBase<ILoggingEvent> {

    private @Nullable Encoder<ILoggingEvent> encoder;

    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    @Override
    public byte[] headerBytes() {
        return nested().headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String written = new String(nested().encode(event), StandardCharsets.UTF_8);
        return Redaction.redact(written).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return nested().footerBytes();
    }

    private Encoder<ILoggingEvent> nested() {
        if (encoder == null) {
            throw new IllegalStateException("encoder: none (expected: one nested in the redacting encoder)");
        }
        return encoder;
    }
}
