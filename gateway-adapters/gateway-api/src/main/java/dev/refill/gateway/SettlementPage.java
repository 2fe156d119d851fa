package dev.refill.gateway;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a payout's lines.
 *
 * @param lines in the provider's order; none does not mean that the payout has no more
 * @param next where they go on, {@code null} at their end
 */
public record SettlementPage(List<SettlementLine> lines, @Nullable SettlementPosition next)
        implements
            SettlementOutcome {

    public SettlementPage {
        lines = List.copyOf(lines);
    }
}
