package dev.refill.close.verify;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import dev.refill.close.seal.Chain;
import dev.refill.close.seal.EntryText;
import dev.refill.close.seal.SealFile;
import dev.refill.close.seal.SealedDay;
import dev.refill.close.seal.Totals;
import dev.refill.close.verify.Finding.Kind;

/** One sealed day against the books, which are offered entry by entry in the order of positions. */
final class DayCheck implements AutoCloseable {

    private final SealedDay day;
    private final @Nullable Path file;
    private final @Nullable Path exported;
    private final Books books;
    private final Findings findings;
    private final Chain chain;
    private final Totals totals = new Totals();
    private @Nullable SealFile sealed;
    private @Nullable EntryText was;
    private @Nullable BufferedWriter copy;
    private boolean begun;

    /**
     * @param file what the entries were; none: only whether they are other ones can be told
     * @param exported where they are to be written, with their seal, if they are the sealed ones; none: nowhere
     */
    DayCheck(SealedDay day, @Nullable Path file, @Nullable Path exported, Books books, Findings findings) {
        this.day = day;
        this.file = file;
        this.exported = exported;
        this.books = books;
        this.findings = findings;
        this.chain = new Chain(day.previous());
    }

    /** Files are opened when the first entry of their day comes, so that few are open at a time. */
    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        if (file != null) {
            sealed = SealFile.open(file);
            advance();
        }
        if (exported != null) {
            copy = Files.newBufferedWriter(unfinished(exported));
        }
    }

    private void advance() throws IOException {
        SealFile open = sealed;
        was = open == null ? null : open.next();
        if (was == null && open != null) {
            open.close();
            sealed = null;
        }
    }

    /** An entry that counts on this day. */
    void offer(EntryText is) throws IOException, SQLException {
        begin();
        chain.add(is);
        count(is);
        if (copy != null) {
            copy.write(is.text());
        }
        if (file == null) {
            return;
        }
        while (was != null && was.position() < is.position()) {
            missing(was);
            advance();
        }
        EntryText before = was;
        if (before == null || before.position() > is.position() || !before.id().equals(is.id())) {
            findings.surplus(day.day(), is.id(), "it was not there when the day was sealed: "
                    + is.text().lines().findFirst().orElse(""));
            return;
        }
        if (!before.text().equals(is.text())) {
            findings.add(day.day(), Kind.CHANGED, is.id(), Differences.between(before.text(), is.text()));
        }
        advance();
    }

    private void count(EntryText is) {
        try {
            totals.add(is);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException tampered) {
            // Something else than numbers; the entry does not hash to what it was.
        }
    }

    private void missing(EntryText entry) throws SQLException {
        if (findings.isFull()) {
            findings.add(day.day(), Kind.REMOVED, entry.id(), "");
            return;
        }
        books.entry(entry.id()).ifPresentOrElse(
                is -> findings.add(day.day(), Kind.CHANGED, entry.id(), Differences.between(entry.text(), is)),
                () -> findings.add(day.day(), Kind.REMOVED, entry.id(), "it was "
                        + entry.text().strip().replace("\n", ", ")));
    }

    /** After the last entry of all days. */
    void finish() throws IOException, SQLException {
        begin();
        while (was != null) {
            missing(was);
            advance();
        }
        boolean isSealed = chain.value().equals(day.chain()) && day.isWhole();
        String different = FileCheck.different(day, chain.entries(), totals);
        if (!isSealed && !findings.concern(day.day())) {
            findings.add(day.day(), Kind.BROKEN, null, "its entries do not hash to its seal"
                    + (different.isEmpty() ? "" : ": " + different)
                    + (file == null ? "; its file could say which" : ""));
        } else if (isSealed && !different.isEmpty()) {
            findings.add(day.day(), Kind.BROKEN, null, "what was sealed is not what its entries come to: " + different);
        }
        if (copy != null && exported != null) {
            copy.write(day.text() + SealedDay.SEAL + day.seal() + "\n");
            copy.close();
            if (isSealed && different.isEmpty()) {
                // Never over what is there: it could be the only true one.
                Files.move(unfinished(exported), exported);
            }
        }
    }

    private static Path unfinished(Path path) {
        return path.resolveSibling(path.getFileName() + ".part");
    }

    @Override
    public void close() throws IOException {
        if (sealed != null) {
            sealed.close();
        }
        if (copy != null && exported != null) {
            copy.close();
            Files.deleteIfExists(unfinished(exported));
        }
    }
}
