package dev.refill.sandbox.core;

/** A card as a payment refers to it. */
public record CardOnFile(String id, Card card) {}
