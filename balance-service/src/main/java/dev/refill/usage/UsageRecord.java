package dev.refill.usage;

/**
 * What is kept of an event, of one target of a session, or of a refund.
 *
 * @param position its place among all; pages go on from there
 * @param id {@code evt_…} or {@code ses_…}; the reference of its entries in the ledger, which say what it drew on
 * @param used all of it until now
 */
public record UsageRecord(long position, String id, Used used) {}
