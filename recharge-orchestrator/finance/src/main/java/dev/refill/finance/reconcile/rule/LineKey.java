package dev.refill.finance.reconcile.rule;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.SettlementKind;
import dev.refill.gateway.SettlementLine;

/**
 * What both sides know a thing by: its kind, a colon and the provider's id of it. The kind is part of it as a dispute and its reversal
 * have one id.
 *
 * @param value 1 to 300 characters
 */
public record LineKey(String value) implements Comparable<LineKey> {

    private static final int LONGEST = 300;

    public LineKey {
        if (value.isBlank() || value.length() > LONGEST || !Line.isText(value)) {
            throw new IllegalArgumentException("key: " + value.length() + " characters (expected: 1 to " + LONGEST
                    + ", none of them a control character)");
        }
    }

    /** Of a thing of a kind, by the provider's id. */
    public static LineKey of(SettlementKind kind, String id) {
        return new LineKey(kind.name().toLowerCase(Locale.ROOT) + ":" + id);
    }

    /**
     * Of a provider's line. A charge is known by its payment, as that is the id that we are told; what goes back or is taken by its own id.
     * What has none of these is known by the line's own.
     */
    public static LineKey of(SettlementLine line) {
        return of(line.kind(), id(line).value());
    }

    private static ProviderReference id(SettlementLine line) {
        return switch (line.kind()) {
            case CHARGE, CHARGE_FAILURE -> first(line.payment(), line.subject(), line.reference());
            case REFUND, REFUND_FAILURE, DISPUTE, DISPUTE_REVERSAL, PAYOUT, PAYOUT_REVERSAL ->
                first(line.subject(), line.payment(), line.reference());
            case FEE, OTHER -> line.reference();
        };
    }

    private static ProviderReference first(@Nullable ProviderReference one, @Nullable ProviderReference other,
            ProviderReference last) {
        if (one != null) {
            return one;
        }
        return other != null ? other : last;
    }

    @Override
    public int compareTo(LineKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
