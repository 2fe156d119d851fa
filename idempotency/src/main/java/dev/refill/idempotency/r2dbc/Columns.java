package dev.refill.idempotency.r2dbc;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** A batch as the arrays that a statement takes, one per column. */
final class Columns {

    private Columns() {}

    static <T> String[] texts(List<T> batch, Function<T, String> column) {
        var texts = new String[batch.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = column.apply(batch.get(i));
        }
        return texts;
    }

    static <T> Integer[] numbers(List<T> batch, ToIntFunction<T> column) {
        var numbers = new Integer[batch.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = column.applyAsInt(batch.get(i));
        }
        return numbers;
    }
}
