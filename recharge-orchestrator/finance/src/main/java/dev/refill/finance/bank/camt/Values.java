package dev.refill.finance.bank.camt;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;
import dev.refill.gateway.amount.AmountTable;

/** The values of one structure. What is there and is not of its form is refused, needed or not. */
final class Values {

    private static final AmountTable ISO_4217 = AmountTable.ofIso4217();
    /** The schema's: at most 18 digits in all. Which of them are too many for a currency is seen when it is known. */
    private static final Pattern DECIMAL = Pattern.compile("\\+?([0-9]{1,18}(\\.[0-9]{0,18})?|\\.[0-9]{1,18})");
    private static final Pattern WHOLE = Pattern.compile("\\+?[0-9]{1,18}");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final String OFFSET = "(Z|[+-][0-9]{2}:[0-9]{2})?";
    private static final Pattern DATE = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})" + OFFSET);
    private static final Pattern TIME = Pattern
            .compile("([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?)" + OFFSET);
    private static final int LAST_YEAR = 9999;
    private static final Pattern MIDNIGHT_AFTER = Pattern.compile("24:00:00(\\.0+)?");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Za-z0-9]{1,30}");
    private static final BigInteger IBAN_MODULUS = BigInteger.valueOf(97);

    private final Leaves leaves;
    private final CamtLimits limits;

    Values(Leaves leaves, CamtLimits limits) {
        this.leaves = leaves;
        this.limits = limits;
    }

    /** What somebody or something is known by. */
    String id(Leaf leaf) {
        if (leaf.text().length() > limits.id()) {
            throw refused(leaf, "at most " + limits.id() + " characters");
        }
        return leaf.text();
    }

    @Nullable
    String idIfTold(String... paths) {
        Leaf leaf = leaves.oneOf(paths);
        return leaf == null ? null : id(leaf);
    }

    Money amount(String path) {
        return money(leaves.required(path));
    }

    @Nullable
    Money amountIfTold(String... paths) {
        Leaf leaf = leaves.oneOf(paths);
        return leaf == null ? null : money(leaf);
    }

    Money money(Leaf leaf) {
        String code = leaf.currency();
        if (code == null) {
            throw refused(leaf, "an attribute Ccy");
        }
        return money(leaf, currency(leaf, code));
    }

    /** An amount whose currency is told elsewhere. */
    Money money(Leaf leaf, Currency currency) {
        if (!DECIMAL.matcher(leaf.text()).matches()) {
            throw refused(leaf, "a decimal number of at most 18 digits, not below zero");
        }
        BigDecimal amount = new BigDecimal(leaf.text()).stripTrailingZeros();
        int decimals = currency.getDefaultFractionDigits();
        if (amount.scale() > decimals) {
            throw refused(leaf, "at most " + decimals + " decimals, as " + currency + " has");
        }
        try {
            return ISO_4217.ofDecimal(amount.setScale(decimals).toPlainString(), currency.getCurrencyCode());
        } catch (IllegalArgumentException e) {
            throw refused(leaf, "at most 15 digits before the decimals");
        }
    }

    Currency currency(Leaf leaf) {
        return currency(leaf, leaf.text());
    }

    private Currency currency(Leaf leaf, String code) {
        try {
            Currency currency = Currency.getInstance(code);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException e) {
            // It is told below, as of codes that are no money.
        }
        throw refused(leaf, "a currency of ISO 4217");
    }

    Direction direction(String path) {
        return direction(leaves.required(path));
    }

    @Nullable
    Direction directionIfTold(String path) {
        Leaf leaf = leaves.one(path);
        return leaf == null ? null : direction(leaf);
    }

    Direction direction(Leaf leaf) {
        return switch (leaf.text()) {
            case "CRDT" -> Direction.CREDIT;
            case "DBIT" -> Direction.DEBIT;
            default -> throw refused(leaf, "CRDT or DBIT");
        };
    }

    boolean flag(Leaf leaf) {
        return switch (leaf.text()) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw refused(leaf, "true or false");
        };
    }

    /** Told as a code itself until version 07, and in an element of its own since. */
    EntryStatus status() {
        Leaf leaf = leaves.required("Sts", "Sts/Cd");
        return switch (leaf.text()) {
            case "BOOK" -> EntryStatus.BOOKED;
            case "PDNG" -> EntryStatus.PENDING;
            case "FUTR" -> EntryStatus.FUTURE;
            case "INFO" -> EntryStatus.INFORMATION;
            default -> throw refused(leaf, "BOOK, PDNG, FUTR or INFO");
        };
    }

    /** A date, or the date of a time, as the bank's calendar has it. */
    LocalDate day(String element) {
        return day(leaves.required(element + "/Dt", element + "/DtTm"));
    }

    @Nullable
    LocalDate dayIfTold(String element) {
        Leaf leaf = leaves.oneOf(element + "/Dt", element + "/DtTm");
        return leaf == null ? null : day(leaf);
    }

    private LocalDate day(Leaf leaf) {
        Matcher date = DATE.matcher(leaf.text());
        if (!date.matches()) {
            return time(leaf).local().toLocalDate();
        }
        try {
            return known(LocalDate.parse(date.group(1)));
        } catch (DateTimeException e) {
            throw refused(leaf, "a date or a time of ISO 8601");
        }
    }

    BankTime time(String path) {
        return time(leaves.required(path));
    }

    @Nullable
    BankTime timeIfTold(String path) {
        Leaf leaf = leaves.one(path);
        return leaf == null ? null : time(leaf);
    }

    private BankTime time(Leaf leaf) {
        Matcher time = TIME.matcher(leaf.text());
        try {
            if (time.matches()) {
                String offset = time.group(3);
                LocalDateTime local = local(LocalDate.parse(time.group(1)), time.group(2));
                known(local.toLocalDate());
                return new BankTime(local, offset == null ? null : ZoneOffset.of(offset));
            }
        } catch (DateTimeException e) {
            // It is told below, as of what has another form.
        }
        throw refused(leaf, "a date or a time of ISO 8601");
    }

    /** Of a year that is one for everybody: some know no year 0, and none of five digits. */
    private static LocalDate known(LocalDate day) {
        if (day.getYear() < 1 || day.getYear() > LAST_YEAR) {
            throw new DateTimeException("year " + day.getYear());
        }
        return day;
    }

    /** A day may end with the midnight after it. */
    private static LocalDateTime local(LocalDate day, String time) {
        return MIDNIGHT_AFTER.matcher(time).matches()
                ? day.plusDays(1).atStartOfDay()
                : day.atTime(LocalTime.parse(time));
    }

    @Nullable
    Long wholeIfTold(String path) {
        Leaf leaf = leaves.one(path);
        if (leaf == null) {
            return null;
        }
        if (!WHOLE.matcher(leaf.text()).matches()) {
            throw refused(leaf, "a whole number of at most 18 digits");
        }
        return Long.valueOf(leaf.text());
    }

    @Nullable
    Integer countIfTold(String path) {
        Leaf leaf = leaves.one(path);
        if (leaf == null) {
            return null;
        }
        if (!COUNT.matcher(leaf.text()).matches()) {
            throw refused(leaf, "a number of at most 9 digits");
        }
        return Integer.valueOf(leaf.text());
    }

    String iban(Leaf leaf) {
        if (!IBAN.matcher(leaf.text()).matches() || !addsUp(leaf.text())) {
            throw refused(leaf, "an IBAN with its check digits");
        }
        // The same account, however its letters are written.
        return leaf.text().toUpperCase(Locale.ROOT);
    }

    /** ISO 7064: the first four characters behind the others, letters as 10 to 35, leave 1. */
    private static boolean addsUp(String iban) {
        StringBuilder digits = new StringBuilder();
        (iban.substring(4) + iban.substring(0, 4)).chars()
                .forEach(character -> digits.append(Character.digit(character, 36)));
        return new BigInteger(digits.toString()).mod(IBAN_MODULUS).equals(BigInteger.ONE);
    }

    private RefusedException refused(Leaf leaf, String expected) {
        return new RefusedException(leaf.invalid(leaves.structure(), expected));
    }
}
