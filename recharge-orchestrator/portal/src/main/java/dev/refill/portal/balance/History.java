package dev.refill.portal.balance;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.HistoryLine;

/**
 * One page of a history.
 *
 * @param rows newest first
 * @param older the position after which older lines go on; {@code null}: there are none
 */
record History(List<HistoryRow> rows, @Nullable Long older) {

    /**
     * What happened to a bucket and to a debt, as one history: positions rise in both alike. From one line more of each than a
     * page holds, by which it is seen whether there are older ones.
     */
    static History of(List<HistoryLine> bucket, List<HistoryLine> debt, int size) {
        List<HistoryRow> rows = Stream
                .concat(bucket.stream().map(HistoryRow::of), debt.stream().map(HistoryRow::ofDebt))
                .sorted(Comparator.comparingLong(HistoryRow::position).reversed())
                .toList();
        List<HistoryRow> page = rows.subList(0, Math.min(size, rows.size()));
        return new History(page, rows.size() > size ? page.getLast().position() : null);
    }
}
