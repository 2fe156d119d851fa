package dev.refill.finance.bank;

import java.math.BigInteger;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.bank.camt.Account;

/**
 * One imported statement and what its entries come to. All amounts are minor units of its currency: opening balance, plus credit, minus
 * debit, is the closing balance.
 *
 * @param ordinal in its file, from 1
 * @param entries all of them
 * @param booked those that count
 * @param credit what came in by booked entries
 * @param debit what went out by booked entries, not below zero
 */
public record StatementSums(int ordinal, Account account, String id, int page, @Nullable Long sequence,
        Currency currency, long opening, long closing, long entries, long booked, BigInteger credit,
        BigInteger debit) {}
