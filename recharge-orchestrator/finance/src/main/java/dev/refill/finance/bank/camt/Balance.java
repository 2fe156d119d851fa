package dev.refill.finance.bank.camt;

import java.time.LocalDate;

/**
 * What was on the account.
 *
 * @param code as told: a code of ISO 20022, or the bank's own
 * @param on the day, where the bank is
 */
public record Balance(Kind kind, String code, SignedMoney amount, LocalDate on) {

    /** The kinds that statements are checked by or that are of interest to whoever reads them. */
    public enum Kind {

        /** OPBD. */
        OPENING_BOOKED,
        /** PRCD: what the statement before closed with. */
        PREVIOUSLY_CLOSED,
        /** ITBD: what a page of a longer statement begins or ends with. */
        INTERIM_BOOKED,
        /** CLBD. */
        CLOSING_BOOKED,
        /** CLAV. */
        CLOSING_AVAILABLE,
        OTHER;

        static Kind of(String code) {
            return switch (code) {
                case "OPBD" -> OPENING_BOOKED;
                case "PRCD" -> PREVIOUSLY_CLOSED;
                case "ITBD" -> INTERIM_BOOKED;
                case "CLBD" -> CLOSING_BOOKED;
                case "CLAV" -> CLOSING_AVAILABLE;
                default -> OTHER;
            };
        }
    }
}
