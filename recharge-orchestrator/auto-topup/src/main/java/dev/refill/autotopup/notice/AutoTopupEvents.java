package dev.refill.autotopup.notice;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.autotopup.notice.Notice.Kind;
import dev.refill.autotopup.rule.PauseReason;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.run.Run;
import dev.refill.autotopup.run.RunId;
import dev.refill.autotopup.run.SkipReason;
import dev.refill.gateway.Money;
import dev.refill.recharge.Recharge;
import dev.refill.webhooks.EventTypes;

/** What is told of auto top-ups, in words that are public: docs/how-to/receive-webhooks.md. Of the card nothing is told. */
public final class AutoTopupEvents implements EventTypes {

    private final JsonMapper json = JsonMapper.shared();

    @Override
    public Set<String> names() {
        return Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.toUnmodifiableSet());
    }

    /** Under an id by the rule's version, so that one that is planned anew is told anew. */
    public Notice upcoming(Rule rule, RunId run, Instant dueAt) {
        return ofRun(Kind.UPCOMING, run, rule.version() + "_upcoming",
                about(rule, rule.price()).put("run", run.value()).put("dueAt", dueAt.toString()));
    }

    public Notice started(Rule rule, Run run) {
        return ofRun(Kind.STARTED, run.id(), run.tryNumber() + "_started",
                about(rule, rule.price()).put("run", run.id().value()).put("dueAt", run.dueAt().toString()));
    }

    /** @param recharge with the page on which the subscriber confirms */
    public Notice actionRequired(Rule rule, Run run, Recharge recharge) {
        return ofRun(Kind.ACTION_REQUIRED, run.id(), run.tryNumber() + "_action", about(rule, price(rule, run))
                .put("run", run.id().value())
                .put("recharge", recharge.id().value())
                .put("paymentPage", Objects.requireNonNull(recharge.paymentPage()).toString()));
    }

    /** @param again when the card is tried again; {@code null}: not */
    public Notice declined(Rule rule, Run run, Recharge recharge,
            @Nullable Instant again) {
        ObjectNode data = about(rule, price(rule, run))
                .put("run", run.id().value())
                .put("recharge", recharge.id().value())
                .put("lastDecline", Objects.requireNonNull(recharge.lastDecline()).name()
                        .toLowerCase(Locale.ROOT));
        if (again != null) {
            data.put("triedAgainAt", again.toString());
        }
        return ofRun(Kind.DECLINED, run.id(), run.tryNumber() + "_declined", data);
    }

    public Notice skipped(Rule rule, Run run, SkipReason why) {
        return ofRun(Kind.SKIPPED, run.id(), run.tryNumber() + "_skipped",
                about(rule, rule.price()).put("run", run.id().value()).put("why", why.word()));
    }

    /** @param version that the rule has with it */
    public Notice paused(Rule rule, int version, PauseReason why) {
        return ofRule(Kind.PAUSED, rule, version, about(rule, rule.price()).put("why", why.word()));
    }

    /** @param version that the rule has with it */
    public Notice cancelled(Rule rule, int version) {
        return ofRule(Kind.CANCELLED, rule, version, about(rule, rule.price()));
    }

    private static Money price(Rule rule, Run run) {
        return run.price() == null ? rule.price() : run.price();
    }

    private static Notice ofRun(Kind kind, RunId run, String part, ObjectNode data) {
        return new Notice("evt_" + run + "_" + part, kind, data.toString());
    }

    private static Notice ofRule(Kind kind, Rule rule, int version, ObjectNode data) {
        return new Notice("evt_" + rule.id() + "_" + version, kind, data.toString());
    }

    private ObjectNode about(Rule rule, Money price) {
        return json.createObjectNode()
                .put("id", rule.id().value())
                .put("subscriber", rule.subscriber().value())
                .put("offer", rule.offer().value())
                .put("amount", price.minor())
                .put("currency", price.currency().getCurrencyCode());
    }
}
