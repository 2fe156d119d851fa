package dev.refill.finance.journal;

import java.util.Arrays;
import java.util.stream.Collectors;

import dev.refill.ledger.AccountId;
import dev.refill.posting.Account;

/**
 * What accounts are called in journals: five roots that both programs know, then the ledger's own words. No two accounts have one name but
 * for holdings, whose owners are left out.
 */
final class AccountNames {

    private AccountNames() {}

    /**
     * Letters, digits and hyphens, in words that begin with a capital or a digit.
     *
     * @throws IllegalArgumentException if the account is not in the chart
     */
    static String of(AccountId account) {
        String root = root(Account.of(account).kind());
        String[] words = account.value().split(":", -1);
        int shown = account.isHolding() ? 1 : words.length;
        return root + ":"
                + Arrays.stream(words).limit(shown).map(AccountNames::component).collect(Collectors.joining(":"));
    }

    /** Credit is no money. What is issued, held and used of it is on one side of the books and adds up to nothing there. */
    private static String root(Account.Kind kind) {
        return switch (kind) {
            case ASSET -> "Assets";
            case LIABILITY -> "Liabilities";
            case INCOME -> "Income";
            case EXPENSE -> "Expenses";
            case CREDIT -> "Equity:Credit";
        };
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
