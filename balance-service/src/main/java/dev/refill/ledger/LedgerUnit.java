package dev.refill.ledger;

import java.util.regex.Pattern;

/**
 * What an amount counts: an ISO 4217 currency in minor units ({@code USD}) or a credit unit ({@code airtime:USD} in minor
 * units, {@code data:byte}, {@code voice:second}, {@code sms:message}). Amounts of different units are never added.
 */
public record LedgerUnit(String code) {

    private static final Pattern FORM = Pattern.compile("[A-Z]{3}|[a-z]{2,16}:[A-Za-z]{2,16}");

    public LedgerUnit {
        if (!FORM.matcher(code).matches()) {
            throw new IllegalArgumentException("unit: " + code + " (expected: " + FORM + ")");
        }
    }

    @Override
    public String toString() {
        return code;
    }
}
