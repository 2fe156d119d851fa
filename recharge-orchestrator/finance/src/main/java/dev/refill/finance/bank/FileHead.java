package dev.refill.finance.bank;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

import dev.refill.finance.bank.camt.CamtLimits;
import dev.refill.finance.bank.camt.CamtPart;
import dev.refill.finance.bank.camt.CamtReader;

/** The beginning of a file, which tells what most files are that are no statements. It is in memory, so that looking at it does not block. */
final class FileHead {

    private FileHead() {}

    /**
     * Why a file is no statement, as far as its first chunk tells. Empty: it may be one.
     *
     * @param whole whether there is no other chunk
     */
    static Optional<BankFile.Refusal> refusal(Chunks.Chunk first, boolean whole, CamtLimits limits) {
        ByteArrayInputStream head = new ByteArrayInputStream(first.content());
        CamtPart part = part(head, limits);
        boolean cut = head.available() == 0 && !whole;
        return part instanceof CamtPart.Refused(var refusal) && !cut
                ? Optional.of(BankFile.Refusal.of(refusal))
                : Optional.empty();
    }

    private static CamtPart part(ByteArrayInputStream head, CamtLimits limits) {
        try (CamtReader reader = new CamtReader(head, limits)) {
            return reader.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
