package dev.refill.tariff.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

import dev.refill.tariff.file.PlanProblem;
import dev.refill.tariff.file.PlanReading;
import dev.refill.tariff.file.ReadPlan;

/** Reads a plan out of a request; plans are longer than other bodies may be. */
final class PlanBody {

    /** Less than a file may have, as it is kept with all that was left to defaults. */
    static final int MOST_BYTES = 1 << 20;

    private PlanBody() {}

    /** What a body turned out to be. */
    sealed interface Reading {

        record Read(PlanReading plan) implements Reading {}

        record TooLarge() implements Reading {}
    }

    static Mono<Reading> read(ServerHttpRequest request) {
        return DataBufferUtils.join(request.getBody(), MOST_BYTES)
                .map(PlanBody::bytes)
                .defaultIfEmpty(new byte[0])
                .map(bytes -> (Reading) new Reading.Read(parsed(bytes)))
                .onErrorReturn(DataBufferLimitException.class, new Reading.TooLarge());
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static PlanReading parsed(byte[] bytes) {
        try {
            return ReadPlan.read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notUtf8) {
            return new PlanReading.Invalid(List.of(new PlanProblem("", 1, "UTF-8")));
        }
    }
}
