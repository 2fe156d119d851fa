package dev.refill.books;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.refill.books.KeptBooks.Holder;

/** How what a journal says is read back into the ledger's words: the other way round than it was written. */
final class Words {

    private static final Pattern ROOT = Pattern.compile("^(Assets|Liabilities|Income|Expenses|Equity:Credit):");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private Words() {}

    /** Of {@code Assets:Gateway-clearing:Stripe} and {@code AIRTIME.USD}. */
    static Holder holder(String account, String commodity) {
        return new Holder(ROOT.matcher(account).replaceFirst("").toLowerCase(Locale.ROOT), unit(commodity));
    }

    static String unit(String commodity) {
        int point = commodity.indexOf('.');
        if (point >= 0) {
            return commodity.substring(0, point).toLowerCase(Locale.ROOT) + ":" + commodity.substring(point + 1);
        }
        return commodity.contains("-") ? commodity.toLowerCase(Locale.ROOT).replace('-', ':') : commodity;
    }

    static String commodity(String unit) {
        String of = unit.substring(unit.indexOf(':') + 1);
        boolean isSmall = of.equals(of.toLowerCase(Locale.ROOT));
        return unit.toUpperCase(Locale.ROOT).replace(':', isSmall ? '-' : '.');
    }

    static int decimals(String unit) {
        String of = unit.substring(unit.indexOf(':') + 1);
        return CURRENCY.matcher(of).matches() ? Math.max(0, Currency.getInstance(of).getDefaultFractionDigits()) : 0;
    }

    static BigDecimal number(long smallest, String unit) {
        return BigDecimal.valueOf(smallest, decimals(unit));
    }

    /** @throws ArithmeticException if it is not a whole number of smallest parts */
    static long smallest(String number, String unit) {
        return new BigDecimal(number).movePointRight(decimals(unit)).longValueExact();
    }
}
