package dev.refill.tmf654.action;

import org.jspecify.annotations.Nullable;

/**
 * An action of whose last version nobody has been told yet.
 *
 * @param toldStatus the status that was told last; {@code null}: nothing was
 */
public record Untold(Action action, Action.@Nullable Status toldStatus) {}
