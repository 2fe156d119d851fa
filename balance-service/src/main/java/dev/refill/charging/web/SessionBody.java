package dev.refill.charging.web;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.refill.charging.ChargingId;
import dev.refill.charging.SessionRequest;
import dev.refill.charging.SessionRequest.Begin;
import dev.refill.charging.SessionRequest.Release;
import dev.refill.charging.SessionRequest.Report;
import dev.refill.charging.SessionRequest.Units;
import dev.refill.charging.Target;
import dev.refill.request.JsonBody;
import dev.refill.subscriber.Msisdn;

/** Requests about sessions. Of each an empty one means that the errors of the body say why. */
final class SessionBody {

    private static final Set<String> TARGET = Set.of("service", "destination", "ratingGroup");

    private SessionBody() {}

    static Optional<Begin> begin(JsonBody body, String client, Clock clock) {
        body.only(Set.of("reference", "number", "sequence", "startedAt", "units"));
        Optional<String> reference = Fields.reference(body);
        Optional<Msisdn> number = Fields.number(body);
        Optional<Instant> startedAt = Fields.time(body, "startedAt", clock);
        long sequence = body.number("sequence", 1, Fields.LAST_SEQUENCE);
        List<Units> units = units(body, 1, false, true);
        return body.errors().isEmpty()
                ? Optional.of(new Begin(client, reference.orElseThrow(), number.orElseThrow(), startedAt.orElseThrow(),
                        sequence, units))
                : Optional.empty();
    }

    static Optional<Report> report(JsonBody body, String client, ChargingId id) {
        body.only(Set.of("sequence", "units"));
        long sequence = body.number("sequence", 1, Fields.LAST_SEQUENCE);
        List<Units> units = units(body, 1, true, true);
        return body.errors().isEmpty() ? Optional.of(new Report(client, id, sequence, units)) : Optional.empty();
    }

    static Optional<Release> release(JsonBody body, String client, ChargingId id) {
        body.only(Set.of("sequence", "units"));
        long sequence = body.number("sequence", 1, Fields.LAST_SEQUENCE);
        List<Units> units = units(body, 0, true, false);
        return body.errors().isEmpty() ? Optional.of(new Release(client, id, sequence, units)) : Optional.empty();
    }

    private static List<Units> units(JsonBody body, int least, boolean mayUse, boolean mayRequest) {
        List<JsonBody> items = body.items("units", SessionRequest.MOST_TARGETS);
        List<Units> units = new ArrayList<>();
        items.forEach(item -> units(item, mayUse, mayRequest).ifPresent(units::add));
        Set<Target> targets = new HashSet<>();
        if (items.size() < least || !units.stream().allMatch(one -> targets.add(one.target()))) {
            body.wrong("units", least + " to " + SessionRequest.MOST_TARGETS + " targets, each once");
        }
        return units;
    }

    private static Optional<Units> units(JsonBody item, boolean mayUse, boolean mayRequest) {
        Set<String> known = new HashSet<>(TARGET);
        if (mayUse) {
            known.add("used");
        }
        if (mayRequest) {
            known.add("requested");
        }
        item.only(known);
        return Fields.target(item).map(target -> new Units(target,
                mayUse && item.has("used") ? item.number("used", 0, target.service().most()) : 0,
                mayRequest && item.has("requested") ? item.number("requested", 0, target.service().most()) : 0));
    }
}
