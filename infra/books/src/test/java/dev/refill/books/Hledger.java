package dev.refill.books;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.refill.books.KeptBooks.Holder;
import dev.refill.finance.journal.HledgerJournal;

/** Has hledger check books, and add them up. */
final class Hledger {

    private Hledger() {}

    static Path write(KeptBooks books, Path folder) throws IOException {
        Path journal = folder.resolve(books.file().getFileName() + ".journal");
        return Files.writeString(journal,
                new HledgerJournal().write(books.all()).toStream().collect(Collectors.joining()));
    }

    /** What it finds wrong, and each balance that is another one than the database's. */
    static List<String> findings(Path journal, KeptBooks books) throws IOException {
        List<String> findings = new ArrayList<>();
        Run check = Run.of("hledger", "-f", journal.toString(), "check", "--strict");
        if (!check.isSilent()) {
            findings.add(journal + ": hledger check --strict: " + check.output());
        }
        Run balance = Run.of("hledger", "-f", journal.toString(), "balance", "--flat", "--no-total", "--empty", "-O",
                "csv", "--layout", "bare");
        if (balance.status() != 0) {
            findings.add(journal + ": hledger balance: " + balance.output());
            return findings;
        }
        SortedMap<Holder, Long> theirs = sums(balance.output());
        SortedMap<Holder, Long> ours = new TreeMap<>(books.balances());
        ours.values().removeIf(sum -> sum == 0);
        if (!theirs.equals(ours)) {
            findings.add(journal + ": balances: hledger " + theirs + ", the database " + ours);
        }
        return findings;
    }

    /** Lines of account, commodity and amount behind a head. */
    private static SortedMap<Holder, Long> sums(String csv) {
        SortedMap<Holder, Long> sums = new TreeMap<>();
        csv.lines().skip(1).map(line -> line.replace("\"", "").split(",", -1)).forEach(cells -> {
            Holder holder = Words.holder(cells[0], cells[1]);
            long sum = Words.smallest(cells[2], holder.unit());
            if (sum != 0 && sums.put(holder, sum) != null) {
                throw new IllegalStateException(holder + ": twice (expected: once)");
            }
        });
        return sums;
    }
}
