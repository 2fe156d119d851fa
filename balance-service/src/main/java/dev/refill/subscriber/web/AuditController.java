package dev.refill.subscriber.web;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.profile.Profiles;
import dev.refill.subscriber.web.SubscriberBodies.AuditPage;

/** What was done to a subscriber, by whom and why. */
@RestController
final class AuditController {

    private static final int MOST_RECORDS = 200;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final Profiles profiles;

    AuditController(Profiles profiles) {
        this.profiles = profiles;
    }

    /** Newest first. */
    @GetMapping("/v1/subscribers/{id}/audit")
    Mono<ResponseEntity<Object>> audit(@PathVariable String id,
            @RequestParam(required = false) @Nullable String before, @RequestParam(defaultValue = "50") String limit) {
        if (before != null && !NUMBER.matcher(before).matches()) {
            return Mono.just(Problems.invalid("before", "the next of an earlier page"));
        }
        if (!NUMBER.matcher(limit).matches() || Integer.parseInt(limit) > MOST_RECORDS) {
            return Mono.just(Problems.invalid("limit", "a whole number from 1 to " + MOST_RECORDS));
        }
        int most = Integer.parseInt(limit);
        return Mono.justOrEmpty(SubscriberId.parse(id))
                .flatMapMany(read -> profiles.audit(read, before == null ? null : Integer.valueOf(before), most))
                .collectList()
                .map(records -> records.isEmpty() && before == null
                        ? Problems.notFound()
                        : ResponseEntity.ok(AuditPage.of(records, most)));
    }
}
