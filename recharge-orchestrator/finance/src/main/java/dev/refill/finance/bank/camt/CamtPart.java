package dev.refill.finance.bank.camt;

import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;

/**
 * What a file is made of, in the order in which it is read: a header; each statement, its entries, and its end; and what became of
 * it all. The transactions of an entry come before it, as a file tells some of an entry after them. Statements of a file, entries of a
 * statement and transactions of an entry count from 1.
 */
public sealed interface CamtPart {

    /**
     * Of the message.
     *
     * @param version of the schema, 2 to 13
     */
    record Header(int version, String messageId, BankTime createdAt) implements CamtPart {}

    /**
     * Of an account over a time.
     *
     * @param id the bank's
     * @param page of several messages or statements that have the same id and number; 1 if not told
     * @param sequence the electronic sequence number, counted for each account and year; {@code null}: not told
     * @param legalSequence the number that a bank by law counts on paper; {@code null}: not told
     * @param opening what its entries begin with
     * @param closing what it says that they end with
     * @param balances all of them, in one currency
     */
    record Statement(int ordinal, String id, int page, @Nullable Long sequence, @Nullable Long legalSequence,
            @Nullable BankTime createdAt, @Nullable BankTime from, @Nullable BankTime to, Account account,
            SignedMoney opening, SignedMoney closing, List<Balance> balances) implements CamtPart {

        public Statement {
            balances = List.copyOf(balances);
        }
    }

    /**
     * One of those that are booked as one entry.
     *
     * @param amount {@code null}: not told; it is the entry's if there is no other transaction
     * @param direction {@code null}: not told; it is the entry's
     */
    record Transaction(int statement, int entry, int ordinal, References references, @Nullable Money amount,
            @Nullable Direction direction, AmountDetails details, List<Charge> charges, TransactionCode code,
            Parties parties, Remittance remittance, @Nullable String information) implements CamtPart {

        public Transaction {
            charges = List.copyOf(charges);
        }
    }

    /**
     * One line of a statement.
     *
     * @param amount in the statement's currency, as it moves the account if it is booked; a reversal, too
     * @param reversal whether it takes back an entry of the other direction
     * @param reference the bank's name for the line; {@code null}: not told
     * @param servicerReference the bank's name for what was done; {@code null}: not told
     * @param bookedOn the day, where the bank is; {@code null}: not told
     * @param valueOn the day from which it bears interest; {@code null}: not told
     * @param transactions how many came before it
     * @param information {@code null}: none
     */
    record Entry(int statement, int ordinal, SignedMoney amount, boolean reversal, EntryStatus status,
            @Nullable String reference, @Nullable String servicerReference, @Nullable LocalDate bookedOn,
            @Nullable LocalDate valueOn, TransactionCode code, AmountDetails details, List<Charge> charges,
            List<Batch> batches, int transactions, @Nullable String information) implements CamtPart {

        public Entry {
            charges = List.copyOf(charges);
            batches = List.copyOf(batches);
        }
    }

    /** It adds up: opening balance and booked entries are the closing balance. */
    record StatementEnd(int statement, int entries) implements CamtPart {}

    /** The last part of a file that was read to its end; every statement adds up. */
    record Complete(int statements, int entries, int transactions) implements CamtPart {}

    /** The last part of a file that is refused: nothing of what came before may be used. */
    record Refused(CamtRefusal refusal) implements CamtPart {}
}
