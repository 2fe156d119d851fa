package dev.refill.gateway;

/** What came of reading a piece of a payout's lines. */
public sealed interface SettlementOutcome permits SettlementPage, Unresolved {}
