package dev.refill.finance.bank;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Currency;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;

import dev.refill.finance.bank.BankFile.State;
import dev.refill.finance.bank.camt.Account;

/** From rows to our records. */
final class FileRows {

    static BankFile file(Readable row) {
        State state = State.valueOf(text(row, "state").toUpperCase(Locale.ROOT));
        byte[] sha256 = row.get("sha256", byte[].class);
        return new BankFile(id(row), state, sha256 == null ? null : HexFormat.of().formatHex(sha256),
                number(row, "bytes"), number(row, "parts"), state == State.IMPORTED ? contents(row) : null,
                state == State.REFUSED ? refusal(row) : null, text(row, "sent_by"),
                required(row, "received_at", Instant.class),
                row.get("finished_at", Instant.class));
    }

    private static BankFile.Contents contents(Readable row) {
        return new BankFile.Contents(count(row, "statements"), count(row, "entries"), count(row, "transactions"));
    }

    private static BankFile.Refusal refusal(Readable row) {
        return new BankFile.Refusal(text(row, "reason"), row.get("refused_line", Integer.class),
                row.get("refused_column", Integer.class));
    }

    static StatementSums statement(Readable row) {
        return new StatementSums(count(row, "statement"),
                new Account(Account.Scheme.valueOf(text(row, "scheme")), text(row, "account"),
                        row.get("servicer", String.class)),
                text(row, "statement_id"), count(row, "page"), row.get("sequence", Long.class),
                Currency.getInstance(text(row, "currency")), number(row, "opening"), number(row, "closing"),
                number(row, "entries"), number(row, "booked"), sum(row, "credit"), sum(row, "debit"));
    }

    /** Of many amounts, each of which is a {@code long}. */
    private static BigInteger sum(Readable row, String name) {
        return required(row, name, BigDecimal.class).toBigIntegerExact();
    }

    static Backlog backlog(Readable row) {
        return new Backlog(number(row, "files"), row.get("oldest", Instant.class));
    }

    static FileStore.Hold hold(Readable row) {
        return new FileStore.Hold(id(row), number(row, "fence"), number(row, "parts"), count(row, "chunks"));
    }

    static FileStore.Completion completion(Readable row) {
        String outcome = text(row, "outcome");
        return switch (outcome) {
            case "imported" -> new FileStore.Completion.Imported();
            case "duplicate" -> new FileStore.Completion.Duplicate(text(row, "reason"));
            case "overtaken" -> new FileStore.Completion.Overtaken();
            default -> throw new IllegalStateException("complete_file: " + outcome);
        };
    }

    static FileStore.Removal removal(Readable row) {
        return FileStore.Removal.valueOf(text(row, "outcome").toUpperCase(Locale.ROOT));
    }

    static BankFileId id(Readable row) {
        return new BankFileId(text(row, "file_id"));
    }

    static String text(Readable row, String name) {
        return required(row, name, String.class);
    }

    private static long number(Readable row, String name) {
        return required(row, name, Long.class);
    }

    private static int count(Readable row, String name) {
        return required(row, name, Integer.class);
    }

    static <T> T required(Readable row, String name, Class<T> type) {
        @Nullable
        T value = row.get(name, type);
        return Objects.requireNonNull(value, name);
    }

    private FileRows() {}
}
