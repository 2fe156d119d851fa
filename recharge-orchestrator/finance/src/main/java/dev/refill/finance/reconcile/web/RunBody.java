package dev.refill.finance.reconcile.web;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.finance.reconcile.Run;

/**
 * A run as the API shows it.
 *
 * @param events what became of breaks, like {@code opened amount}, and how many
 * @param finishedAt absent: it is under way
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunBody(String id, LocalDate day, SideBody ours, SideBody theirs, Map<String, Long> events, Instant startedAt,
        @Nullable Instant finishedAt) {

    /**
     * Of a day's lines.
     *
     * @param from the last position that an earlier run compared
     * @param through the last that this one compared
     * @param unequal lines without an equal one on the other side
     */
    record SideBody(int from, int through, int lines, long unequal) {}

    /** @param next absent: this was the last page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunPage(List<RunBody> runs, @Nullable Integer next) {

        static RunPage of(List<Run> found, int most) {
            return new RunPage(found.stream().map(RunBody::of).toList(),
                    found.size() < most ? null : found.getLast().id().number());
        }
    }

    static RunBody of(Run run) {
        return new RunBody(run.id().toString(), run.day(), side(run.ours(), run.ourLeft()),
                side(run.theirs(), run.theirLeft()), run.events(), run.startedAt(), run.finishedAt());
    }

    private static SideBody side(Run.Marks marks, long left) {
        return new SideBody(marks.from(), marks.through(), marks.lines(), left);
    }
}
