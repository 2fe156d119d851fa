package dev.refill.finance.reconcile;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.reconcile.rule.Finding;
import dev.refill.finance.reconcile.rule.Group;
import dev.refill.finance.reconcile.rule.Rule;

/**
 * What lines of a key come to, and why.
 *
 * @param rule what decides it; {@code null}: nothing does, or there is nothing to decide
 */
public record Verdict(Group group, Finding finding, @Nullable Rule rule) {}
