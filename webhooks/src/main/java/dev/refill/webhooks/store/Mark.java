package dev.refill.webhooks.store;

import java.time.Duration;

import dev.refill.webhooks.InboxState;

/**
 * Where an attempt leaves its event.
 *
 * @param attempt the fencing token of the attempt
 * @param delay until the next attempt; without meaning where the state is not open
 * @param error at most 500 characters, empty where nothing went wrong: the last error then stays as evidence
 */
public record Mark(long sequence, int attempt, InboxState state, Duration delay, String error) {}
