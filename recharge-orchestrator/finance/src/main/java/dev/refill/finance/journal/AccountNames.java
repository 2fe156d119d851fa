package dev.refill.finance.journal;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import dev.refill.ledger.AccountId;

import static java.util.Map.entry;

/**
 * What accounts are called in journals: five roots that both programs know, then the ledger's own words. No two accounts have one name but
 * for holdings, whose owners are left out.
 */
final class AccountNames {

    private static final String ASSETS = "Assets";
    private static final String LIABILITIES = "Liabilities";
    private static final String INCOME = "Income";
    private static final String EXPENSES = "Expenses";
    /** Credit is no money. What is issued, held and used of it is on one side of the books and adds up to nothing there. */
    private static final String CREDIT = "Equity:Credit";

    private static final Map<String, String> ROOTS = Map.ofEntries(
            entry("gateway-clearing", ASSETS),
            entry("disputed-funds", ASSETS),
            entry("deferred-revenue", LIABILITIES),
            entry("unallocated-payments", LIABILITIES),
            entry("revenue", INCOME),
            entry("dispute-fees", EXPENSES),
            entry("dispute-losses", EXPENSES),
            entry("adjustments", CREDIT),
            entry("breakage", CREDIT),
            entry("bucket", CREDIT),
            entry("disputed-credit", CREDIT),
            entry("frozen", CREDIT),
            entry("issued-bonus", CREDIT),
            entry("issued-credit", CREDIT),
            entry("receivable", CREDIT),
            entry("transfer-fees", CREDIT),
            entry("used-credit", CREDIT));

    private AccountNames() {}

    /**
     * Letters, digits and hyphens, in words that begin with a capital or a digit.
     *
     * @throws IllegalArgumentException if nobody has said yet what the account is
     */
    static String of(AccountId account) {
        String[] words = account.value().split(":", -1);
        String root = ROOTS.get(words[0]);
        if (root == null) {
            throw new IllegalArgumentException("account: " + account + " (expected one of: " + ROOTS.keySet() + ")");
        }
        int shown = account.isHolding() ? 1 : words.length;
        return root + ":"
                + Arrays.stream(words).limit(shown).map(AccountNames::component).collect(Collectors.joining(":"));
    }

    /** The ledger's words have no capitals, so what a capital stands for cannot be meant otherwise. */
    private static String component(String word) {
        if (word.isEmpty()) {
            return "ZE";
        }
        String rest = word.substring(1).replace("_", "U");
        return switch (word.charAt(0)) {
            case '_' -> "ZU" + rest;
            case '-' -> "ZD" + rest;
            default -> Character.toUpperCase(word.charAt(0)) + rest;
        };
    }
}
