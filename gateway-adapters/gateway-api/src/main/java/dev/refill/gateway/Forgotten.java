package dev.refill.gateway;

/** The provider keeps the card no more, since now or before. */
public record Forgotten() implements ForgetOutcome {}
