package dev.refill.recharge.outbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Money;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferId;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.dispute.DisputeEvent;
import dev.refill.recharge.dispute.DisputeId;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.refund.RefundId;
import dev.refill.recharge.refund.RefundState;

import static org.assertj.core.api.Assertions.assertThat;

class RechargeEventsTest {

    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final Transition.Position POSITION = new Transition.Position("7", 1);
    private static final RechargeId ORDER = new RechargeId("rch_01h00000000000000000000000");
    private static final Instant CREATED = Instant.parse("2026-01-15T12:00:00Z");
    private static final Instant CHANGED = Instant.parse("2026-01-15T12:00:01Z");
    private static final String APP = "demo-app";
    private static final String NUMBER = "+12025550101";

    private final RechargeEvents events = new RechargeEvents();

    private static Quantity airtime(long value) {
        return new Quantity(value, AIRTIME);
    }

    private static Transition reached(RechargeState state) {
        return new Transition.OfOrder(POSITION, ORDER, 4, state, CHANGED, APP, NUMBER,
                new Quote(new OfferId("airtime-usd"), Money.of(1_000, "USD"), airtime(1_000), airtime(100)),
                DeclineReason.INSUFFICIENT_FUNDS, CREATED);
    }

    private static Transition reached(RefundState state) {
        return new Transition.OfRefund(POSITION, new RefundId("rfd_01h00000000000000000000000"), ORDER, 2, state,
                CHANGED,
                APP, NUMBER, Money.of(400, "USD"), 700, airtime(400), airtime(40), CREATED);
    }

    private static Transition happened(DisputeEvent event) {
        return new Transition.OfDispute(POSITION, new DisputeId("dsp_01h00000000000000000000000"), ORDER, 3, event,
                DisputeState.WON, CHANGED, APP, NUMBER, Money.of(1_000, "USD"), Money.of(500, "USD"), airtime(1_000),
                airtime(100), airtime(500), airtime(50), CREATED);
    }

    private String body(Transition transition) {
        return events.of(transition).orElseThrow().body();
    }

    @Test
    void bodyIsWhatTheGuideShows() {
        assertThat(body(reached(RechargeState.DECLINED))).isEqualTo(
                """
                {"type":"recharge.declined","timestamp":"2026-01-15T12:00:01Z","data":{\
                "id":"rch_01h00000000000000000000000","version":4,"state":"declined","msisdn":"+12025550101",\
                "offer":"airtime-usd","amount":1000,"currency":"USD","credit":1000,"bonus":100,"creditUnit":"airtime:USD",\
                "lastDecline":"insufficient_funds","createdAt":"2026-01-15T12:00:00Z","changedAt":"2026-01-15T12:00:01Z"}}""");
    }

    @Test
    void refundTellsWhatGoesBackAndAllThatHasGoneBack() {
        assertThat(body(reached(RefundState.SUCCEEDED))).isEqualTo(
                """
                {"type":"refund.succeeded","timestamp":"2026-01-15T12:00:01Z","data":{\
                "id":"rfd_01h00000000000000000000000","version":2,"state":"succeeded",\
                "recharge":"rch_01h00000000000000000000000","msisdn":"+12025550101","amount":400,"currency":"USD",\
                "credit":400,"bonus":40,"creditUnit":"airtime:USD","refunded":700,\
                "createdAt":"2026-01-15T12:00:00Z","changedAt":"2026-01-15T12:00:01Z"}}""");
    }

    @Test
    void disputeThatIsWonTellsWhatCameBack() {
        assertThat(body(happened(DisputeEvent.FUNDS_REINSTATED))).isEqualTo(
                """
                {"type":"dispute.won","timestamp":"2026-01-15T12:00:01Z","data":{\
                "id":"dsp_01h00000000000000000000000","version":3,"state":"won",\
                "recharge":"rch_01h00000000000000000000000","msisdn":"+12025550101","amount":1000,"currency":"USD",\
                "credit":1000,"bonus":100,"creditUnit":"airtime:USD","reinstated":500,"creditBack":500,"bonusBack":50,\
                "createdAt":"2026-01-15T12:00:00Z","changedAt":"2026-01-15T12:00:01Z"}}""");
    }

    @ParameterizedTest
    @EnumSource(names = {"FUNDS_WITHDRAWN", "LOST"})
    void noOtherNewsOfADisputeTellsWhatCameBack(DisputeEvent event) {
        assertThat(body(happened(event))).contains("\"amount\":1000").doesNotContain("reinstated", "Back");
    }

    @Test
    void idIsTheirsAndTheVersions() {
        assertThat(events.of(reached(RechargeState.PAID)).orElseThrow().id())
                .isEqualTo("evt_01h00000000000000000000000_4");
        assertThat(events.of(reached(RefundState.FAILED)).orElseThrow().id())
                .isEqualTo("evt_rfd_01h00000000000000000000000_2");
        assertThat(events.of(happened(DisputeEvent.LOST)).orElseThrow().id())
                .isEqualTo("evt_dsp_01h00000000000000000000000_3");
    }

    @Test
    void onlyADeclineTellsWhyACardWasRefused() {
        assertThat(body(reached(RechargeState.CREDITED))).doesNotContain("lastDecline");
    }

    @Test
    void everyStateInWhichAnOrderRestsIsToldAndNoOther() {
        Set<RechargeState> told = Arrays.stream(RechargeState.values())
                .filter(state -> events.of(reached(state)).isPresent())
                .collect(Collectors.toSet());
        assertThat(told).contains(RechargeState.PAID)
                .containsAll(Arrays.stream(RechargeState.values()).filter(RechargeState::isTerminal).toList());
    }

    @Test
    void refundsAndDisputesAreToldWhereMoneyHasMovedOrIsBack() {
        assertThat(Arrays.stream(RefundState.values()).filter(state -> events.of(reached(state)).isPresent()))
                .containsExactly(RefundState.SUCCEEDED, RefundState.FAILED);
        assertThat(Arrays.stream(DisputeEvent.values()).filter(event -> events.of(happened(event)).isPresent()))
                .containsExactly(DisputeEvent.FUNDS_WITHDRAWN, DisputeEvent.FUNDS_REINSTATED, DisputeEvent.LOST);
    }

    @Test
    void namesAreThoseOfAllThatIsTold() {
        assertThat(events.names()).containsExactlyInAnyOrder("recharge.paid", "recharge.credited", "recharge.declined",
                "recharge.expired", "recharge.cancelled", "recharge.in_review", "recharge.returned", "refund.succeeded",
                "refund.failed",
                "dispute.opened", "dispute.won", "dispute.lost");
    }
}
