package dev.refill.portal.cards;

import java.util.Currency;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import dev.refill.ledger.LedgerUnit;
import dev.refill.portal.page.DecimalAmount;
import dev.refill.portal.page.Written;

/** Amounts of credit as people type them: airtime as money, all other credit in whole units. */
final class CreditAmount {

    private static final String AIRTIME = "airtime:";
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,15}");

    private CreditAmount() {}

    /** In the ledger's units. Empty: not an amount of this unit. */
    static OptionalLong parse(String text, LedgerUnit unit) {
        return currency(unit)
                .map(currency -> DecimalAmount.parse(text, currency))
                .orElseGet(() -> WHOLE.matcher(text).matches()
                        ? OptionalLong.of(Long.parseLong(text))
                        : OptionalLong.empty());
    }

    /** As it may be typed. */
    static String written(long value, LedgerUnit unit) {
        return currency(unit).map(currency -> Written.money(value, currency)).orElseGet(() -> Long.toString(value));
    }

    private static Optional<Currency> currency(LedgerUnit unit) {
        String code = unit.code().startsWith(AIRTIME) ? unit.code().substring(AIRTIME.length()) : unit.code();
        return code.indexOf(':') < 0 ? Optional.of(Currency.getInstance(code)) : Optional.empty();
    }
}
