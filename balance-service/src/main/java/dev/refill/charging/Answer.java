package dev.refill.charging;

/** What a client is told, kept to be told again. */
public sealed interface Answer permits SessionAnswer, EventAnswer {}
