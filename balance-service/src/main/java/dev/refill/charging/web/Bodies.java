package dev.refill.charging.web;

import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

import dev.refill.request.JsonBody;
import dev.refill.request.Problems;

/** What every request with a body goes through. */
final class Bodies {

    private Bodies() {}

    /**
     * Reads the body and hands it on, or says what is wrong with it.
     *
     * @param reading empty: the errors of the body say why
     */
    static <R> Mono<ResponseEntity<Object>> read(byte @Nullable [] body, Function<JsonBody, Optional<R>> reading,
            Function<R, Mono<ResponseEntity<Object>>> command) {
        Optional<JsonBody> json = JsonBody.parse(body);
        if (json.isEmpty()) {
            return Mono.just(Problems.malformed());
        }
        return reading.apply(json.get())
                .map(command)
                .orElseGet(() -> Mono.just(Problems.invalid(json.get().errors())));
    }
}
