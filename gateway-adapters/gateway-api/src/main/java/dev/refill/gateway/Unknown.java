package dev.refill.gateway;

/**
 * Nobody knows: the request may or may not have taken effect. It is looked up later, never guessed and never tried with
 * another key or at another provider.
 *
 * @param cause what happened on the wire, for the log and the evidence
 */
public record Unknown(String cause) implements ChargeOutcome, LookupOutcome {}
