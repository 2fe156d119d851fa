package dev.refill.close.web;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

import dev.refill.request.JsonBody;
import dev.refill.request.Problems;

/** What closing a day and closing a month have in common. */
final class CloseRequest {

    private CloseRequest() {}

    /** @param deed what is done for the reason that the body gives */
    static Mono<ResponseEntity<Object>> read(byte @Nullable [] body,
            Function<String, Mono<ResponseEntity<Object>>> deed) {
        Optional<JsonBody> json = JsonBody.parse(body);
        if (json.isEmpty()) {
            return Mono.just(Problems.malformed());
        }
        JsonBody fields = json.get();
        fields.only(Set.of("reason"));
        Optional<String> reason = fields.required("reason", Texts::reason, Texts.REASON);
        return fields.errors().isEmpty()
                ? deed.apply(reason.orElseThrow())
                : Mono.just(Problems.invalid(fields.errors()));
    }

    /** @param next the only one that can be closed */
    static ResponseEntity<Object> notNext(String next) {
        ProblemDetail problem = Problems.problem(HttpStatus.CONFLICT, "not-next-to-close",
                "Another one is closed first",
                "Nothing was done. They are closed one after the other; next is " + next + ".");
        problem.setProperty("next", next);
        return Problems.answer(problem);
    }
}
