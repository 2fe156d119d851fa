package dev.refill.portal.balance;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.HistoryLine;

/**
 * One page of a history.
 *
 * @param rows newest first
 * @param older the position after which older lines go on; {@code null}: there are none
 */
record History(List<HistoryRow> rows, @Nullable Long older) {

    /** From one line more than a page holds, by which it is seen whether there are older ones. */
    static History of(List<HistoryLine> lines, int size) {
        List<HistoryLine> page = lines.subList(0, Math.min(size, lines.size()));
        Long older = lines.size() > size ? page.getLast().position() : null;
        return new History(page.stream().map(HistoryRow::of).toList(), older);
    }
}
