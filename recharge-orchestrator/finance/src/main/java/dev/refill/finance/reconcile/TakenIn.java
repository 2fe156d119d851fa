package dev.refill.finance.reconcile;

import java.util.List;

/**
 * What became of lines that were taken in.
 *
 * @param taken how many are new
 * @param known how many were there before, or came twice
 * @param contradicting references of known ones that say otherwise now, at most 100: the first word stands
 */
public record TakenIn(long taken, long known, List<String> contradicting) {

    static final TakenIn NOTHING = new TakenIn(0, 0, List.of());
    private static final int MOST = 100;

    public TakenIn {
        contradicting = contradicting.stream().limit(MOST).toList();
    }

    TakenIn plus(TakenIn more) {
        List<String> all = java.util.stream.Stream.concat(contradicting.stream(), more.contradicting.stream()).toList();
        return new TakenIn(taken + more.taken, known + more.known, all);
    }
}
