package dev.refill.recharge.dispute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.refill.recharge.dispute.DisputeTransitions.Meaning;

import static dev.refill.recharge.dispute.DisputeEvent.ASKED;
import static dev.refill.recharge.dispute.DisputeEvent.FUNDS_REINSTATED;
import static dev.refill.recharge.dispute.DisputeEvent.FUNDS_WITHDRAWN;
import static dev.refill.recharge.dispute.DisputeEvent.LOST;
import static dev.refill.recharge.dispute.DisputeEvent.WON;
import static org.assertj.core.api.Assertions.assertThat;

class DisputeTransitionsTest {

    /** Hands the events over until none is too early any more; each may come twice. */
    private static @Nullable DisputeState after(List<DisputeEvent> events) {
        DisputeState state = null;
        List<DisputeEvent> waiting = new ArrayList<>(events);
        for (int round = 0; round < 5; round++) {
            for (DisputeEvent event : List.copyOf(waiting)) {
                Meaning meaning = DisputeTransitions.meaning(state, event);
                switch (meaning) {
                    case Meaning.Moves moves -> state = moves.to();
                    case Meaning.Old old -> assertThat(state).isNotNull();
                    case Meaning.TooEarly early -> {
                        continue;
                    }
                    case Meaning.Contradicts contradicts -> throw new AssertionError(event + " after " + state);
                }
                waiting.remove(event);
            }
        }
        assertThat(waiting).isEmpty();
        return state;
    }

    private static void inEveryOrder(DisputeState end, DisputeEvent... events) {
        Random random = new Random(5);
        for (int run = 0; run < 300; run++) {
            List<DisputeEvent> order = new ArrayList<>(Arrays.asList(events));
            order.addAll(Arrays.asList(events));
            Collections.shuffle(order, random);
            assertThat(after(order)).as(order.toString()).isEqualTo(end);
        }
    }

    @Test
    void whateverTheOrderTheEndIsTheSame() {
        inEveryOrder(DisputeState.ASKED, ASKED);
        inEveryOrder(DisputeState.DISMISSED, ASKED, WON);
        inEveryOrder(DisputeState.OPENED, ASKED, FUNDS_WITHDRAWN);
        inEveryOrder(DisputeState.AWAITING_FUNDS, ASKED, FUNDS_WITHDRAWN, WON);
        inEveryOrder(DisputeState.WON, ASKED, FUNDS_WITHDRAWN, WON, FUNDS_REINSTATED);
        inEveryOrder(DisputeState.LOST, ASKED, FUNDS_WITHDRAWN, LOST);
    }

    @Test
    void whatHasEndedIsTerminal() {
        assertThat(DisputeState.values()).filteredOn(DisputeState::isTerminal)
                .containsExactly(DisputeState.DISMISSED, DisputeState.WON, DisputeState.LOST);
    }

    @Test
    void everyStateIsReached() {
        Set<DisputeState> reached = EnumSet.of(DisputeState.ASKED, DisputeState.OPENED, DisputeState.DISMISSED);
        DisputeTransitions.rows().forEach(row -> reached.add(row.to()));
        assertThat(reached).isEqualTo(EnumSet.allOf(DisputeState.class));
    }

    @ParameterizedTest
    @EnumSource(DisputeEvent.class)
    void nothingMovesAnEndedDispute(DisputeEvent event) {
        assertThat(DisputeTransitions.meaning(DisputeState.WON, event)).isNotInstanceOf(Meaning.Moves.class);
        assertThat(DisputeTransitions.meaning(DisputeState.LOST, event)).isNotInstanceOf(Meaning.Moves.class);
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThat(DisputeTransitions.meaning(DisputeState.LOST, WON)).isEqualTo(new Meaning.Contradicts());
        assertThat(DisputeTransitions.meaning(DisputeState.LOST, FUNDS_REINSTATED))
                .isEqualTo(new Meaning.Contradicts());
        assertThat(DisputeTransitions.meaning(DisputeState.WON, LOST)).isEqualTo(new Meaning.Contradicts());
    }
}
