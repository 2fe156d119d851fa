package dev.refill.finance.reconcile.web;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.finance.reconcile.breaks.Break;
import dev.refill.finance.reconcile.breaks.BreakEvent;
import dev.refill.finance.reconcile.rule.Finding.Difference;

/**
 * A break as the API shows it; what is absent is not there.
 *
 * @param difference theirs less ours, in minor units of the currency
 * @param posted what corrections have posted of it
 * @param evidence the lines of both sides
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BreakBody(String id, String pair, String key, @JsonProperty("class") String about, String state,
        @Nullable BigInteger difference, @Nullable String currency, BigInteger posted, LocalDate since,
        @Nullable String owner, JsonNode evidence, @Nullable JsonNode decision, int version, Instant openedAt,
        @Nullable Instant resolvedAt) {

    private static final JsonMapper JSON = new JsonMapper();

    /** @param next absent: this was the last page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BreakPage(List<BreakBody> breaks, @Nullable String next) {

        static BreakPage of(List<Break> found, int most) {
            return new BreakPage(found.stream().map(BreakBody::of).toList(),
                    found.size() < most ? null : found.getLast().id().value());
        }
    }

    /** @param next absent: this was the last page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HistoryPage(List<EventBody> events, @Nullable Integer next) {

        static HistoryPage of(List<BreakEvent> found, int most) {
            return new HistoryPage(found.stream().map(EventBody::of).toList(),
                    found.size() < most ? null : found.getLast().version());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventBody(int version, String event, @JsonProperty("class") String about, String state,
            @Nullable String rule,
            @Nullable String run, @Nullable String person, String reason, JsonNode evidence, Instant at) {

        static EventBody of(BreakEvent event) {
            return new EventBody(event.version(), event.event(), event.about(), event.state(), event.rule(),
                    event.run() == null ? null : event.run().toString(), event.person(), event.reason(),
                    JSON.readTree(event.evidence()), event.at());
        }
    }

    static BreakBody of(Break found) {
        Difference difference = found.difference();
        String decision = found.decision();
        return new BreakBody(found.id().value(), found.pair().value(), found.key().value(), found.about().word(),
                found.state().word(), difference == null ? null : difference.minor(),
                difference == null ? null : difference.currency().getCurrencyCode(), found.posted(), found.since(),
                found.owner(), JSON.readTree(found.evidence()), decision == null ? null : JSON.readTree(decision),
                found.version(), found.openedAt(), found.resolvedAt());
    }
}
