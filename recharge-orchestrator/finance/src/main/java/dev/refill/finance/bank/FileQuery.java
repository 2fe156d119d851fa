package dev.refill.finance.bank;

import org.jspecify.annotations.Nullable;

/**
 * Which files are asked for.
 *
 * @param state {@code null}: whatever became of them
 * @param before only files with smaller ids, which came before; {@code null}: from the newest
 * @param most how many
 */
public record FileQuery(BankFile.@Nullable State state, @Nullable BankFileId before, int most) {}
