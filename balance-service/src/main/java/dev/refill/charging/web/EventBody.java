package dev.refill.charging.web;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.refill.charging.EventRequest;
import dev.refill.charging.Target;
import dev.refill.request.JsonBody;
import dev.refill.subscriber.Msisdn;

/** A usage that is over. */
final class EventBody {

    private static final Set<String> FIELDS = Set.of("reference", "number", "service", "destination", "ratingGroup",
            "quantity", "at");

    private EventBody() {}

    /** Empty: the errors of the body say why. */
    static Optional<EventRequest> read(JsonBody body, String client, Clock clock) {
        body.only(FIELDS);
        return read(body, client, Fields.reference(body), clock);
    }

    /** Of an enquiry, which has no reference. */
    static Optional<EventRequest> enquiry(JsonBody body, String client, Clock clock) {
        body.only(FIELDS.stream().filter(field -> !field.equals("reference")).collect(Collectors.toSet()));
        return read(body, client, Optional.of(""), clock);
    }

    private static Optional<EventRequest> read(JsonBody body, String client, Optional<String> reference, Clock clock) {
        Optional<Msisdn> number = Fields.number(body);
        Optional<Instant> at = Fields.time(body, "at", clock);
        Optional<Target> target = Fields.target(body);
        long quantity = target.map(used -> body.number("quantity", 0, used.service().most())).orElse(0L);
        return body.errors().isEmpty()
                ? Optional.of(new EventRequest(client, reference.orElseThrow(), number.orElseThrow(),
                        target.orElseThrow(), at.orElseThrow(), quantity))
                : Optional.empty();
    }
}
