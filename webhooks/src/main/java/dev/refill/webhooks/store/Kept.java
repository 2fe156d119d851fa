package dev.refill.webhooks.store;

/** Whether keeping an event made a row. */
public enum Kept {
    NEW,
    DUPLICATE
}
