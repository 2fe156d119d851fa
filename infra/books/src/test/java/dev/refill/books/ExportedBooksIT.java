package dev.refill.books;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.refill.ledger.Entry;

import static org.assertj.core.api.Assertions.assertThat;

/** What the tests of all modules have left in their databases is right for programs that know nothing of Refill. */
@Tag("books")
class ExportedBooksIT {

    private static final Path FOLDER = Path.of(Objects.requireNonNull(System.getProperty("refill.books"),
            "refill.books (expected: the folder that the tests of all modules were run with)"));
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final String OF_A_PROFILE = "profile";
    /** Entries that tests of the application post themselves, so that there is credit to spend. */
    private static final String OF_A_TEST = "ent_test_";

    private static final Pattern OF_THE_APPLICATION = Pattern
            .compile("dev\\.refill\\.(app|autotopup|browser|endtoend|localstack|recharge|security|transfer)\\.");

    private static final List<Path> FILES = new ArrayList<>();

    @TempDir
    private Path journals;

    @BeforeAll
    static void findFiles() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.sorted().forEach(FILES::add);
        }
        assertThat(FILES).as("books in " + FOLDER).isNotEmpty();
    }

    @Test
    void hledgerAndBeancountFindNothingWrongAndTheSameBalances() throws InterruptedException, ExecutionException {
        List<Callable<Checked>> checks = FILES.stream()
                .filter(file -> file.toString().endsWith(".jsonl"))
                .map(file -> (Callable<Checked>) () -> checked(file))
                .toList();
        List<Checked> checked = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (Future<Checked> one : pool.invokeAll(checks)) {
                checked.add(one.get());
            }
        }
        assertThat(checked.stream().flatMap(one -> one.findings().stream())).isEmpty();
        System.out.println("FIGURE " + checked.stream().filter(one -> one.entries() > 0).count() + " books of "
                + checked.stream().filter(one -> one.entries() > 0).map(Checked::testClass).distinct().count()
                + " test classes with " + checked.stream().mapToLong(Checked::entries).sum()
                + " entries pass hledger check --strict and bean-check, "
                + checked.stream().mapToLong(Checked::balances).sum() + " balances are the database's");
    }

    private record Checked(String testClass, long entries, long balances, List<String> findings) {}

    private Checked checked(Path file) {
        try {
            KeptBooks books = KeptBooks.read(file);
            if (!books.areRight() || books.entries().isEmpty()) {
                return new Checked(books.testClass(), 0, 0, List.of());
            }
            List<String> findings = new ArrayList<>(Hledger.findings(Hledger.write(books, journals), books));
            findings.addAll(Beancount.findings(Beancount.write(books, journals)));
            return new Checked(books.testClass(), books.entries().size(), books.balances().size(), findings);
        } catch (IOException | RuntimeException refused) {
            return new Checked(file.toString(), 0, 0, List.of(file + ": " + refused));
        }
    }

    /** So that passing means something: each way to be wrong by the smallest amount is found in books that are right. */
    @Test
    void aMinorUnitMoreOrLessIsFound() throws IOException {
        KeptBooks books = KeptBooks.read(FILES.stream()
                .filter(file -> file.getFileName().toString().contains("RefundJourneysIT.refund"))
                .findFirst()
                .orElseThrow());
        Path hledger = Hledger.write(books, journals);
        Path beancount = Beancount.write(books, journals);
        assertThat(Hledger.findings(hledger, books)).isEmpty();
        assertThat(Beancount.findings(beancount)).isEmpty();

        assertThat(Hledger.findings(changed(hledger, "10.00 \"USD\"", "9.99 \"USD\""), books)).isNotEmpty();
        assertThat(Beancount.findings(changed(beancount, "  10.00 USD", "  9.99 USD"))).isNotEmpty();

        KeptBooks other = withOneMore(books);
        assertThat(Hledger.findings(Hledger.write(other, journals), other)).singleElement().asString()
                .contains("balances");
        assertThat(Beancount.findings(Beancount.write(other, journals))).singleElement().asString()
                .contains("Balance failed");
        System.out.println("FIGURE a cent less in a posting, or more in a balance, is found by both programs");
    }

    private static Path changed(Path journal, String from, String to) throws IOException {
        String text = Files.readString(journal);
        int place = text.indexOf(from);
        assertThat(place).as(text).isPositive();
        return Files.writeString(journal.resolveSibling("changed-" + journal.getFileName()),
                text.substring(0, place) + to + text.substring(place + from.length()));
    }

    private static KeptBooks withOneMore(KeptBooks books) {
        var balances = new TreeMap<>(books.balances());
        balances.merge(new KeptBooks.Holder("deferred-revenue", "USD"), 1L, Math::addExact);
        return new KeptBooks(books.file(), books.testClass(), books.hasLedger(), books.wrong(), books.entries(),
                balances);
    }

    /** Whoever has made an entry, in code or in SQL: what it says is in the table of rules. Tests of the ledger itself post what they like. */
    @Test
    void entriesOfTheApplicationAreThoseOfThePostingRules() throws IOException {
        long entries = 0;
        Set<String> kinds = new TreeSet<>();
        List<String> findings = new ArrayList<>();
        for (Path file : FILES) {
            KeptBooks books = KeptBooks.read(file);
            if (OF_THE_APPLICATION.matcher(books.testClass()).lookingAt()) {
                for (Entry entry : books.entries()) {
                    if (entry.id().value().startsWith(OF_A_TEST)) {
                        continue;
                    }
                    entries++;
                    kinds.add(entry.kind());
                    ByTheRules.findings(entry).map(found -> file.getFileName() + " " + found).forEach(findings::add);
                }
            }
        }
        assertThat(findings).isEmpty();
        System.out.println(
                "FIGURE " + entries + " entries of the application are by the posting rules, of the kinds " + kinds);
    }

    /** A test that moves money and leaves no books is found: each integration test has left some, or it is said why not. */
    @Test
    void everyIntegrationTestHasLeftItsBooks() throws IOException {
        Set<String> left = new TreeSet<>();
        Set<String> withLedger = new TreeSet<>();
        for (Path file : FILES) {
            assertThat(file.toString()).as("what could not be kept").doesNotEndWith(".failed");
            KeptBooks books = KeptBooks.read(file);
            assertThat(books.testClass()).as(file.toString()).isNotEmpty();
            if (!books.entries().isEmpty() || !books.areRight()) {
                left.add(books.simpleClass());
            } else if (books.hasLedger()) {
                withLedger.add(books.simpleClass());
            }
        }
        Map<String, String> excused = excused();
        Set<String> missing = integrationTests();
        missing.removeAll(left);
        missing.removeAll(excused.keySet());
        assertThat(missing).as("tests that left no entries and of which nothing is said in without-entries.txt")
                .isEmpty();

        Set<String> needless = excused.entrySet().stream()
                .filter(test -> !test.getValue().startsWith(OF_A_PROFILE))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        needless.retainAll(left);
        assertThat(needless).as("tests that left entries, although without-entries.txt says they move no money")
                .isEmpty();
        System.out.println("FIGURE " + left.size() + " test classes left entries; " + excused.size()
                + " are known to leave none");
        withLedger.removeAll(left);
        System.out.println("With a ledger in which nothing was posted: " + String.join(", ", withLedger));
    }

    private static Set<String> integrationTests() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 20,
                (path, attributes) -> path.toString().matches(".*/src/test/java/.*IT\\.java"))) {
            return files.map(path -> path.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Map<String, String> excused() throws IOException {
        try (var lines = Objects.requireNonNull(ExportedBooksIT.class.getResourceAsStream("/without-entries.txt"))) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" +", 2))
                    .collect(Collectors.toMap(words -> words[0], words -> words[1]));
        }
    }
}
