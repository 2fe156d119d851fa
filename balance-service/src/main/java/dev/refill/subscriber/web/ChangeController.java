package dev.refill.subscriber.web;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Terms;
import dev.refill.subscriber.profile.Change;
import dev.refill.subscriber.profile.ChangeOutcome;
import dev.refill.subscriber.profile.ChangeProfile;
import dev.refill.subscriber.profile.Profile;
import dev.refill.subscriber.profile.Profiles;

/** Changes subscribers for operators. Each change needs the version that the operator saw as {@code If-Match}, and a reason. */
@RestController
@RequestMapping("/v1/subscribers/{id}")
final class ChangeController {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Profiles profiles;
    private final ChangeProfile changes;

    ChangeController(Profiles profiles, ChangeProfile changes) {
        this.profiles = profiles;
        this.changes = changes;
    }

    /** Agrees on other terms, by a patch of RFC 7396. */
    @PatchMapping(consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<Object>> configure(@PathVariable String id, @RequestParam(defaultValue = "") String reason,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen,
            @RequestBody(required = false) byte @Nullable [] body, Principal principal) {
        Optional<JsonBody> json = JsonBody.parse(body);
        if (json.isEmpty()) {
            return Mono.just(Problems.malformed());
        }
        JsonBody patch = json.get();
        patch.only(TermsPatch.FIELDS);
        TermsPatch.apply(patch, Terms.DEFAULT);
        if (!patch.errors().isEmpty()) {
            return Mono.just(Problems.invalid(patch.errors()));
        }
        return change(id, seen, reason, principal,
                before -> new Change.Configure(TermsPatch.apply(patch, before.terms())));
    }

    /** Bars, freezes, reactivates or closes. */
    @PostMapping(path = "/status", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> setStatus(@PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen,
            @RequestBody(required = false) byte @Nullable [] body, Principal principal) {
        Optional<JsonBody> json = JsonBody.parse(body);
        if (json.isEmpty()) {
            return Mono.just(Problems.malformed());
        }
        JsonBody fields = json.get();
        fields.only(Set.of("status", "reason"));
        Optional<Status> status = fields.required("status", Texts::status, Texts.STATUS);
        Optional<String> reason = fields.required("reason", Texts::reason, Texts.REASON);
        if (!fields.errors().isEmpty()) {
            return Mono.just(Problems.invalid(fields.errors()));
        }
        return change(id, seen, reason.orElseThrow(), principal, before -> new Change.SetStatus(status.orElseThrow()));
    }

    /** Gives a number, or makes one the main number. */
    @PutMapping("/numbers/{number}")
    Mono<ResponseEntity<Object>> putNumber(@PathVariable String id, @PathVariable String number,
            @RequestParam(defaultValue = "false") String main, @RequestParam(defaultValue = "") String reason,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen, Principal principal) {
        Optional<Msisdn> read = Texts.number(number);
        if (read.isEmpty()) {
            return Mono.just(Problems.invalid("number", Texts.NUMBER));
        }
        if (!Set.of("true", "false").contains(main)) {
            return Mono.just(Problems.invalid("main", "true or false"));
        }
        return change(id, seen, reason, principal,
                before -> new Change.PutNumber(read.get(), Boolean.parseBoolean(main)));
    }

    /** Takes a number back; not the main one. */
    @DeleteMapping("/numbers/{number}")
    Mono<ResponseEntity<Object>> removeNumber(@PathVariable String id, @PathVariable String number,
            @RequestParam(defaultValue = "") String reason,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen, Principal principal) {
        return Texts.number(number)
                .map(read -> change(id, seen, reason, principal, before -> new Change.RemoveNumber(read)))
                .orElseGet(() -> Mono.just(Problems.invalid("number", Texts.NUMBER)));
    }

    private Mono<ResponseEntity<Object>> change(String id, @Nullable String seen, String reason, Principal principal,
            Function<Profile, Change> change) {
        Optional<String> why = Texts.reason(reason);
        if (why.isEmpty()) {
            return Mono.just(Problems.invalid("reason", Texts.REASON));
        }
        if (seen == null) {
            return Mono.just(Problems.preconditionRequired());
        }
        return Mono.justOrEmpty(SubscriberId.parse(id))
                .flatMap(profiles::withId)
                .flatMap(before -> before.version() == Texts.version(seen)
                        ? changes.change(before, change.apply(before), principal.getName(), why.get())
                                .map(ChangeController::answer)
                        : Mono.just(Problems.outdated()))
                .defaultIfEmpty(Problems.notFound());
    }

    private static ResponseEntity<Object> answer(ChangeOutcome outcome) {
        return switch (outcome) {
            case ChangeOutcome.Done(Profile profile) -> SubscriberBodies.answer(ResponseEntity.ok(), profile);
            case ChangeOutcome.Outdated() -> Problems.outdated();
            case ChangeOutcome.NumberTaken(var number) -> Problems.numberTaken(number);
            case ChangeOutcome.Refused(var why) -> Problems.refused(why);
        };
    }
}
