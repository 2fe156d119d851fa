package dev.refill.finance.reconcile.rule;

import java.util.List;

/**
 * All lines of one key, of both sides.
 *
 * @param ours at most {@link #MOST} and one, in order of day and position
 * @param theirs the same
 */
public record Group(LineKey key, List<Line> ours, List<Line> theirs) {

    /** Of a side. More are not told apart. */
    public static final int MOST = 100;

    public Group {
        ours = List.copyOf(ours);
        theirs = List.copyOf(theirs);
        if (ours.isEmpty() && theirs.isEmpty()) {
            throw new IllegalArgumentException("lines: none (expected: one at least)");
        }
    }

    boolean isTooLarge() {
        return ours.size() > MOST || theirs.size() > MOST;
    }
}
