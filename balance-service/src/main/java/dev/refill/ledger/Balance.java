package dev.refill.ledger;

/**
 * What an account holds now.
 *
 * @param account whose
 * @param amount how much; zero where nothing was ever posted
 */
public record Balance(AccountId account, Amount amount) {}
