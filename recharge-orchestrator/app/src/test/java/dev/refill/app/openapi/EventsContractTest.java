package dev.refill.app.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.Yaml;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.app.events.ChargingEvents;
import dev.refill.app.events.UsageEvents;
import dev.refill.autotopup.notice.AutoTopupEvents;
import dev.refill.autotopup.rule.CardToken;
import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.PauseReason;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.run.Run;
import dev.refill.autotopup.run.RunId;
import dev.refill.autotopup.run.RunState;
import dev.refill.autotopup.run.SkipReason;
import dev.refill.charging.ChargingId;
import dev.refill.charging.ChargingNotices;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Money;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferId;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.Channel;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.dispute.DisputeEvent;
import dev.refill.recharge.dispute.DisputeId;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.dispute.DisputeTransitions;
import dev.refill.recharge.outbox.RechargeEvents;
import dev.refill.recharge.outbox.Transition;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundState;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;
import dev.refill.usage.UsageNotices.Reached;
import dev.refill.webhooks.OutboundEvent;

import static org.assertj.core.api.Assertions.assertThat;

/** Everything that partners are told is in the written contract, in the shape that it says. */
class EventsContractTest {

    private static final Map<String, Object> CONTRACT = contract();
    private static final RechargeEvents EVENTS = new RechargeEvents();
    private static final Transition.Position POSITION = new Transition.Position("7", 1);
    private static final RechargeId ORDER = new RechargeId("rch_01h00000000000000000000000");
    private static final Instant AT = Instant.parse("2026-01-15T12:00:01Z");
    private static final String NUMBER = "+12025550101";

    static Stream<OutboundEvent> events() {
        return Stream.of(Arrays.stream(RechargeState.values()).map(EventsContractTest::ofOrder),
                Arrays.stream(RefundState.values()).map(EventsContractTest::ofRefund),
                DisputeTransitions.rows().stream().map(row -> ofDispute(row.event(), row.to())))
                .flatMap(transitions -> transitions)
                .flatMap(transition -> EVENTS.of(transition).stream());
    }

    static Stream<OutboundEvent> ofCharging() {
        List<OutboundEvent> told = new ArrayList<>();
        new ChargingEvents(events -> Mono.fromSupplier(() -> {
            told.addAll(events);
            return 0L;
        })).toppedUp(List.of(new ChargingNotices.ToppedUp(new ChargingId("ses_" + "0".repeat(32)), 3, "network",
                new SubscriberId("sub_alice"), AT))).block();
        return told.stream();
    }

    static Stream<OutboundEvent> ofUsage() {
        List<OutboundEvent> told = new ArrayList<>();
        var reached = new Reached(17, "network", "sub_alice", null, new AccountId("bucket:sub_alice:pack"), "pack",
                new LedgerUnit("data:byte"), 80, 1_000_000_000, 190_000_000, AT);
        new UsageEvents(events -> Mono.fromSupplier(() -> {
            told.addAll(events);
            return 0L;
        })).reached(List.of(reached, reached.with(new Msisdn(NUMBER)))).block();
        return told.stream();
    }

    static Stream<OutboundEvent> ofAutoTopups() {
        var rule = new Rule(RuleId.of("app", "a key"), 1, RuleState.ACTIVE, null, "app", new SubscriberId("sub_alice"),
                new OfferId("airtime-usd"), usd(1_000), new LedgerUnit("airtime:USD"), new CardToken("pm_secret"),
                new Trigger.LowBalance(500), new Limits(1, 1, null, null), 0, null, AT, AT);
        var run = new Run(RunId.crossing(rule.id(), 7), rule.id(), 2, RunState.STARTING, null, AT, 1, null, usd(1_000),
                false, AT, 1, AT, 0, AT, AT);
        var asked = new Recharge(ORDER, 3, RechargeState.REQUIRES_ACTION, new Recharge.Owner("app", Channel.APP),
                rule.subscriber(), new Msisdn(NUMBER), new Quote(rule.offer(), usd(1_000), airtime(1_000), airtime(0)),
                URI.create("https://bank.example/confirm"), DeclineReason.CARD_EXPIRED, AT, AT);
        var events = new AutoTopupEvents();
        return Stream.of(events.upcoming(rule, run.id(), AT), events.started(rule, run),
                events.actionRequired(rule, run, asked), events.declined(rule, run, asked, AT),
                events.declined(rule, run, asked, null), events.skipped(rule, run, SkipReason.IN_DEBT),
                events.paused(rule, 2, PauseReason.DECLINED_TWICE), events.cancelled(rule, 3))
                .map(notice -> new OutboundEvent(notice.id(), notice.kind().word(), AT, "app", notice.data()));
    }

    @Test
    void nothingIsToldOfACard() {
        assertThat(ofAutoTopups()).noneMatch(event -> event.body().contains("pm_secret"));
    }

    private static Set<String> names() {
        Set<String> names = new HashSet<>(EVENTS.names());
        names.addAll(new ChargingEvents(events -> Mono.just(0L)).names());
        names.addAll(new UsageEvents(events -> Mono.just(0L)).names());
        names.addAll(new AutoTopupEvents().names());
        return names;
    }

    private static Transition ofOrder(RechargeState state) {
        return new Transition.OfOrder(POSITION, ORDER, 4, state, AT, "app", NUMBER, new Quote(
                new OfferId("airtime-usd"), usd(1_000), airtime(1_000), airtime(100)), DeclineReason.CARD_EXPIRED, AT);
    }

    private static Transition ofRefund(RefundState state) {
        return new Transition.OfRefund(POSITION, new RefundId("rfd_01h00000000000000000000000"), ORDER, 2, state, AT,
                "app", NUMBER, usd(400), 400, airtime(400), airtime(40), AT);
    }

    private static Transition ofDispute(DisputeEvent event, DisputeState to) {
        return new Transition.OfDispute(POSITION, new DisputeId("dsp_01h00000000000000000000000"), ORDER, 2, event, to,
                AT, "app", NUMBER, usd(1_000), usd(500), airtime(1_000), airtime(100), airtime(500), airtime(50), AT);
    }

    private static Money usd(long minor) {
        return Money.of(minor, "USD");
    }

    private static Quantity airtime(long value) {
        return new Quantity(value, new LedgerUnit("airtime:USD"));
    }

    @Test
    void contractNamesEveryTypeAndNoOther() {
        assertThat(child(CONTRACT, "webhooks")).containsOnlyKeys(names());
        assertThat(words(at(CONTRACT, "components", "schemas", "EventType").get("enum")))
                .containsExactlyInAnyOrderElementsOf(names());
    }

    @ParameterizedTest
    @MethodSource({"events", "ofCharging", "ofUsage", "ofAutoTopups"})
    void eventHasTheShapeOfItsType(OutboundEvent event) {
        String schema = String.valueOf(at(CONTRACT, "webhooks", event.type(), "post", "requestBody", "content",
                "application/json", "schema").get("$ref"));
        Map<String, Object> data = at(CONTRACT, "components", "schemas", schema.substring(schema.lastIndexOf('/') + 1),
                "properties", "data");
        JsonNode told = JsonMapper.shared().readTree(event.body()).get("data");

        Map<String, Object> properties = child(data, "properties");
        assertThat(told.propertyNames()).isSubsetOf(properties.keySet());
        assertThat(told.propertyNames()).containsAll(words(data.get("required")));
        told.properties().forEach(field -> assertFits(field.getValue(), child(properties, field.getKey())));
    }

    private static void assertFits(JsonNode value, Map<String, Object> schema) {
        assertThat(value.isIntegralNumber() ? "integer" : "string").isEqualTo(schema.get("type"));
        if (schema.containsKey("enum")) {
            assertThat(words(schema.get("enum"))).contains(value.asString());
        }
        if (schema.get("pattern") instanceof String pattern) {
            assertThat(value.asString()).containsPattern(pattern);
        }
    }

    private static List<String> words(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list)).stream().map(String::valueOf).toList();
    }

    private static Map<String, Object> contract() {
        try (InputStream contract = new ClassPathResource("reference/openapi.yaml").getInputStream()) {
            return map(new Yaml().load(contract));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> at(Map<String, Object> node, String... path) {
        Map<String, Object> found = node;
        for (String step : path) {
            found = child(found, step);
        }
        return found;
    }

    private static Map<String, Object> child(Map<String, Object> node, String name) {
        return map(node.get(name));
    }

    @SuppressWarnings("unchecked") // YAML mappings have text keys here.
    private static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }
}
