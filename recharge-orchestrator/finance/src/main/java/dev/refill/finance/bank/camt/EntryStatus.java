package dev.refill.finance.bank.camt;

/** Whether an entry is on the account. Only what is booked counts. */
public enum EntryStatus {

    BOOKED,
    PENDING,
    /** Expected on a later day. */
    FUTURE,
    INFORMATION
}
