package dev.refill.finance.bank;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.bank.camt.CamtRefusal;

/**
 * A file that a bank sent, and how far we are with it.
 *
 * @param sha256 of its bytes, in hexadecimal; {@code null} until the last one has come
 * @param bytes 0 until the last one has come
 * @param parts statements, entries and transactions that are kept so far
 * @param contents what it holds; only of a file that is imported
 * @param refusal only of a file that is refused
 * @param sentBy the subject of the token that it was sent with
 */
public record BankFile(BankFileId id, State state, @Nullable String sha256, long bytes, long parts,
        @Nullable Contents contents, @Nullable Refusal refusal, String sentBy, Instant receivedAt,
        @Nullable Instant finishedAt) {

    /** A file is never anything else after it was imported or refused. */
    public enum State {
        RECEIVING,
        IMPORTING,
        IMPORTED,
        REFUSED
    }

    /** What an imported file holds. */
    public record Contents(int statements, int entries, int transactions) {}

    /**
     * Why nothing of it was taken.
     *
     * @param line {@code null}: it is not about a place in the file
     */
    public record Refusal(String reason, @Nullable Integer line, @Nullable Integer column) {

        static Refusal of(CamtRefusal refusal) {
            return new Refusal(refusal.reason(), refusal.place().line(), refusal.place().column());
        }
    }
}
