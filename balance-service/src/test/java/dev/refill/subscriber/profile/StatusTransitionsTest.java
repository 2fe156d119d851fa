package dev.refill.subscriber.profile;

import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.refill.subscriber.Subscriber.Status;

import static org.assertj.core.api.Assertions.assertThat;

class StatusTransitionsTest {

    @Test
    void everyStatusIsReachedFromActive() {
        Set<Status> reached = EnumSet.of(Status.ACTIVE);
        StatusTransitions.rows().stream().filter(row -> reached.contains(row.from()))
                .forEach(row -> reached.add(row.to()));
        assertThat(reached).isEqualTo(EnumSet.allOf(Status.class));
    }

    @Test
    void eachPairHasOneRowAndNoneLeadsNowhere() {
        assertThat(StatusTransitions.rows()).extracting(row -> row.from() + " " + row.to()).doesNotHaveDuplicates();
        assertThat(StatusTransitions.rows()).noneMatch(row -> row.from() == row.to());
    }

    @ParameterizedTest
    @EnumSource
    void nothingLeadsOutOfClosedAndEverythingElseIntoIt(Status status) {
        assertThat(StatusTransitions.event(Status.CLOSED, status)).isEmpty();
        assertThat(StatusTransitions.event(status, Status.CLOSED).isPresent()).isEqualTo(!status.isTerminal());
    }
}
