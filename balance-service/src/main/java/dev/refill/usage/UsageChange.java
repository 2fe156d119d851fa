package dev.refill.usage;

import java.util.List;

/**
 * What a charge adds to a subscriber's usage.
 *
 * @param used by service and target, each once
 * @param drawn allowances alone, each bucket once
 */
public record UsageChange(List<Used> used, List<Drawn> drawn) {

    public static final UsageChange NONE = new UsageChange(List.of(), List.of());

    public UsageChange {
        used = List.copyOf(used);
        drawn = List.copyOf(drawn);
    }
}
