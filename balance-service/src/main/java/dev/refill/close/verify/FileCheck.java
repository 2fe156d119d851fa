package dev.refill.close.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.refill.close.seal.Chain;
import dev.refill.close.seal.EntryText;
import dev.refill.close.seal.SealFile;
import dev.refill.close.seal.SealedDay;
import dev.refill.close.seal.Totals;
import dev.refill.close.verify.Finding.Kind;

/** Files against themselves. */
final class FileCheck {

    private final Findings findings;

    FileCheck(Findings findings) {
        this.findings = findings;
    }

    /** A file that is what was written when its day was sealed. */
    record Sound(Path path, SealedDay day) {}

    /** Those that are sound, by day. */
    SortedMap<LocalDate, Sound> check(Collection<Path> files) throws IOException {
        SortedMap<LocalDate, Sound> sound = new TreeMap<>();
        for (Path path : files) {
            SealedDay day = check(path);
            if (day != null && sound.putIfAbsent(day.day(), new Sound(path, day)) != null) {
                findings.add(day.day(), Kind.FILE, null, path.getFileName() + " is a second file of this day");
            }
        }
        return sound;
    }

    private @Nullable SealedDay check(Path path) throws IOException {
        try (SealFile first = SealFile.open(path); SealFile again = SealFile.open(path)) {
            while (first.next() != null) {
                // What the chain begins with is said after the entries.
            }
            SealedDay day = first.seal();
            Chain chain = new Chain(day.previous());
            Totals totals = new Totals();
            for (EntryText entry = again.next(); entry != null; entry = again.next()) {
                chain.add(entry);
                totals.add(entry);
            }
            if (!day.isWhole()) {
                findings.add(day.day(), Kind.FILE, null,
                        path.getFileName() + ": its last lines do not hash to its seal");
                return null;
            }
            if (!chain.value().equals(day.chain())) {
                findings.add(day.day(), Kind.FILE, null, path.getFileName() + ": its entries do not hash to its seal");
                return null;
            }
            String different = different(day, chain.entries(), totals);
            if (!different.isEmpty()) {
                findings.add(day.day(), Kind.FILE, null, path.getFileName() + ": " + different);
            }
            return day;
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException wrong) {
            findings.add(null, Kind.FILE, null, path.getFileName() + ": " + wrong.getMessage());
            return null;
        }
    }

    /** By which counts and totals the entries of a day differ from what its seal says; nothing if they do not. */
    static String different(SealedDay day, long entries, Totals totals) {
        StringBuilder found = new StringBuilder();
        if (entries != day.entries()) {
            found.append(entries).append(" entries, sealed were ").append(day.entries()).append("; ");
        }
        if (totals.postings() != day.postings()) {
            found.append(totals.postings()).append(" postings, sealed were ").append(day.postings()).append("; ");
        }
        day.totals().forEach((account, total) -> {
            Totals.Moved moved = totals.of(account);
            if (!moved.plus().equals(total.plus()) || !moved.minus().equals(total.minus())) {
                found.append(account).append(" moved by ").append(moved.plus()).append(" and ")
                        .append(moved.minus()).append(", sealed were ").append(total.plus()).append(" and ")
                        .append(total.minus()).append("; ");
            }
        });
        for (String account : totals.accounts()) {
            if (!day.totals().containsKey(account)) {
                found.append(account).append(" moved, sealed was nothing of it; ");
            }
        }
        return found.isEmpty() ? "" : found.substring(0, found.length() - 2);
    }
}
