package dev.refill.recharge.outbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Money;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferId;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;

import static org.assertj.core.api.Assertions.assertThat;

class RechargeEventsTest {

    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");

    private final RechargeEvents events = new RechargeEvents();

    private static Transition reached(RechargeState state) {
        return new Transition(new Transition.Position("7", 1), new RechargeId("rch_01h00000000000000000000000"), 4,
                state,
                Instant.parse("2026-01-15T12:00:01Z"), "demo-app", "+12025550101",
                new Quote(new OfferId("airtime-usd"), Money.of(1_000, "USD"), new Quantity(1_000, AIRTIME),
                        new Quantity(100, AIRTIME)),
                DeclineReason.INSUFFICIENT_FUNDS, Instant.parse("2026-01-15T12:00:00Z"));
    }

    @Test
    void bodyIsWhatTheGuideShows() {
        assertThat(events.of(reached(RechargeState.DECLINED)).orElseThrow().body()).isEqualTo(
                """
                {"type":"recharge.declined","timestamp":"2026-01-15T12:00:01Z","data":{\
                "id":"rch_01h00000000000000000000000","version":4,"state":"declined","msisdn":"+12025550101",\
                "offer":"airtime-usd","amount":1000,"currency":"USD","credit":1000,"bonus":100,"creditUnit":"airtime:USD",\
                "lastDecline":"insufficient_funds","createdAt":"2026-01-15T12:00:00Z","changedAt":"2026-01-15T12:00:01Z"}}""");
    }

    @Test
    void idIsTheOrdersAndTheVersions() {
        assertThat(events.of(reached(RechargeState.PAID)).orElseThrow().id())
                .isEqualTo("evt_01h00000000000000000000000_4");
    }

    @Test
    void onlyADeclineTellsWhyACardWasRefused() {
        assertThat(events.of(reached(RechargeState.CREDITED)).orElseThrow().body()).doesNotContain("lastDecline");
    }

    @Test
    void everyStateInWhichAnOrderRestsIsToldAndNoOther() {
        Set<RechargeState> told = Arrays.stream(RechargeState.values())
                .filter(state -> events.of(reached(state)).isPresent())
                .collect(Collectors.toSet());
        assertThat(told).contains(RechargeState.PAID)
                .containsAll(Arrays.stream(RechargeState.values()).filter(RechargeState::isTerminal).toList());
        assertThat(events.names()).hasSameSizeAs(told);
    }
}
