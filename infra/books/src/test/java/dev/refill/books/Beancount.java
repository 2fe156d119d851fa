package dev.refill.books;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.refill.books.KeptBooks.Holder;
import dev.refill.finance.journal.BeancountJournal;

/** Has beancount check books, and that each account holds what the database says. */
final class Beancount {

    private static final Pattern OPEN = Pattern.compile("(?m)^\\S+ open (\\S+)$");
    private static final LocalDate AFTER_ALL = LocalDate.of(9999, 1, 1);

    private Beancount() {}

    /** The journal as it is shipped, then a claim for each account and unit: that it holds what the database says, exactly. */
    static Path write(KeptBooks books, Path folder) throws IOException {
        String journal = new BeancountJournal().write(books.all()).toStream().collect(Collectors.joining());
        Path file = folder.resolve(books.file().getFileName() + ".beancount");
        return Files.writeString(file, journal + "\n" + claims(journal, books));
    }

    private static String claims(String journal, KeptBooks books) {
        Map<String, String> names = new TreeMap<>();
        OPEN.matcher(journal).results().map(found -> found.group(1)).forEach(name -> {
            if (names.put(Words.holder(name, "USD").account(), name) != null) {
                throw new IllegalStateException(name + ": opened twice (expected: once)");
            }
        });
        Map<Holder, Long> stated = new TreeMap<>(books.balances());
        // What is posted to and has no balance holds nothing.
        books.entries().forEach(entry -> entry.postings().forEach(posting -> stated.putIfAbsent(
                Holder.of(posting.account().value(), posting.amount().unit().code()), 0L)));
        return stated.keySet().stream()
                .map(holder -> claim(names, holder, withThoseBelow(holder, stated)))
                .collect(Collectors.joining());
    }

    /** A claim of beancount's is of an account with all below it. */
    private static long withThoseBelow(Holder holder, Map<Holder, Long> stated) {
        return stated.entrySet().stream()
                .filter(other -> other.getKey().unit().equals(holder.unit())
                        && (other.getKey().account() + ":").startsWith(holder.account() + ":"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static String claim(Map<String, String> names, Holder holder, long balance) {
        String name = names.get(holder.account());
        if (name == null) {
            return balance == 0 ? "" : "; never opened\n" + AFTER_ALL + " balance Assets:Missing  1 USD\n";
        }
        String unit = holder.unit();
        return AFTER_ALL + " balance " + name + "  " + Words.number(balance, unit).toPlainString() + " "
                + Words.commodity(unit) + "\n";
    }

    static List<String> findings(Path journal) throws IOException {
        Run check = Run.of("bean-check", "--no-cache", journal.toString());
        return check.isSilent() ? List.of() : List.of(journal + ": bean-check: " + check.output());
    }
}
