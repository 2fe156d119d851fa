package dev.refill.sandbox.core;

/** An event that is to reach an endpoint. */
public record Owed(Event event, Endpoint endpoint) {}
