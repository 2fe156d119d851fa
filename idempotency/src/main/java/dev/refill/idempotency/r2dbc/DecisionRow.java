package dev.refill.idempotency.r2dbc;

import java.util.List;
import java.util.stream.IntStream;

import io.r2dbc.spi.Readable;

import dev.refill.idempotency.Answer;
import dev.refill.idempotency.ClaimId;
import dev.refill.idempotency.ClaimKey;
import dev.refill.idempotency.ClaimOutcome;
import dev.refill.idempotency.HeldClaim;

import static java.util.Objects.requireNonNull;

/** Reads what was decided of one request. */
final class DecisionRow {

    private DecisionRow() {}

    /** Which of a batch it is, counted from zero. */
    static int item(Readable row) {
        return required(row, "item", Integer.class) - 1;
    }

    static ClaimOutcome outcome(ClaimKey key, Readable row) {
        String decision = required(row, "decision", String.class);
        return switch (decision) {
            case "NEW" -> new ClaimOutcome.New(held(key, row));
            case "TAKEN_OVER" -> new ClaimOutcome.TakenOver(held(key, row));
            case "RUNNING" -> new ClaimOutcome.Running();
            case "COMPLETED" -> new ClaimOutcome.Completed(answer(row));
            case "MISMATCH" -> new ClaimOutcome.Mismatch();
            default -> throw new IllegalStateException("decision: " + decision + " (expected: one of the five)");
        };
    }

    private static HeldClaim held(ClaimKey key, Readable row) {
        var id = new ClaimId(required(row, "claim_id", String.class));
        return new HeldClaim(key, id, required(row, "attempt", Integer.class));
    }

    private static Answer answer(Readable row) {
        String[] names = required(row, "header_names", String[].class);
        String[] values = required(row, "header_values", String[].class);
        List<Answer.Header> headers = IntStream.range(0, names.length)
                .mapToObj(i -> new Answer.Header(names[i], values[i]))
                .toList();
        return new Answer(required(row, "status", Integer.class), headers, required(row, "body", byte[].class));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return requireNonNull(row.get(column, type), column);
    }
}
