package dev.refill.finance.bank;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.bank.camt.CamtPart;

/**
 * Some parts of a file that follow one another.
 *
 * @param from how many parts to keep come before them
 * @param last how the file ends, if it does with them
 */
record Batch(long from, List<CamtPart.Statement> statements, List<CamtPart.Transaction> transactions,
        List<CamtPart.Entry> entries, @Nullable CamtPart last) {

    int size() {
        return statements.size() + transactions.size() + entries.size();
    }
}
