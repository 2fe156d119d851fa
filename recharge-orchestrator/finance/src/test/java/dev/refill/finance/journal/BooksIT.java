package dev.refill.finance.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

import dev.refill.ledger.Entry;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written is checked by the programs that it is written for: {@code mvn verify -Pbooks}. */
@Tag("books")
class BooksIT {

    private static final int ENTRIES = 5_000;

    @TempDir
    private Path folder;

    @Test
    void journalForHledgerPassesItsStrictChecksAndHasTheLedgersSums() throws IOException {
        Path journal = write(new HledgerJournal(), "refill.journal", TestEntries.many(ENTRIES, 11));

        assertThat(run("hledger", "-f", journal.toString(), "check", "--strict").status).isZero();
        Run balances = run("hledger", "-f", journal.toString(), "balance", "--flat", "--no-total", "-O", "csv",
                "--layout", "bare");
        assertThat(balances.status).as(balances.output).isZero();
        assertThat(sumsIn(balances.output)).isEqualTo(sumsOf(TestEntries.many(ENTRIES, 11)));
        System.out.println(
                "FIGURE hledger: " + ENTRIES + " entries pass its strict checks, " + balances.output.lines().count()
                        + " lines of balances are the ledger's");
    }

    @Test
    void journalForBeancountPassesItsCheck() throws IOException {
        Path journal = write(new BeancountJournal(), "refill.beancount", TestEntries.many(ENTRIES, 11));

        Run check = run("bean-check", journal.toString());
        assertThat(check.status).as(check.output).isZero();
        assertThat(check.output).isEmpty();
        System.out.println("FIGURE bean-check: " + ENTRIES + " entries without a word");
    }

    /** So that passing means something. */
    @Test
    void journalsThatLackAMinorUnitDoNotPass() throws IOException {
        for (Journal journal : List.of(new HledgerJournal(), new BeancountJournal())) {
            Path file = write(journal, "wrong", Flux.just(TestEntries.recharge()));
            Files.writeString(file, Files.readString(file).replace("  -10.00 ", "  -10.01 "));
            Run check = journal instanceof HledgerJournal
                    ? run("hledger", "-f", file.toString(), "check")
                    : run("bean-check", file.toString());
            assertThat(check.status).as(check.output).isNotZero();
            assertThat(check.output).containsIgnoringCase("balance");
        }
    }

    private Path write(Journal journal, String name, Flux<Entry> entries) throws IOException {
        String text = Objects.requireNonNull(journal.write(entries).collect(Collectors.joining()).block());
        return Files.writeString(folder.resolve(name), text);
    }

    private static Run run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.onExit().join().exitValue(), output);
    }

    private record Run(int status, String output) {}

    private static Map<String, String> sumsOf(Flux<Entry> entries) {
        Map<String, Long> sums = new HashMap<>();
        Map<String, Commodity> commodities = new HashMap<>();
        entries.concatMapIterable(Entry::postings).toStream().forEach(posting -> {
            Commodity commodity = Commodity.of(posting.amount().unit());
            String key = AccountNames.of(posting.account()) + " " + commodity.symbol();
            commodities.put(key, commodity);
            sums.merge(key, posting.amount().value(), Math::addExact);
        });
        return sums.entrySet().stream()
                .filter(sum -> sum.getValue() != 0)
                .collect(Collectors.toMap(Map.Entry::getKey,
                        sum -> Objects.requireNonNull(commodities.get(sum.getKey())).number(sum.getValue())));
    }

    /** Lines of account, commodity and amount behind a head. */
    private static Map<String, String> sumsIn(String csv) {
        return csv.lines()
                .skip(1)
                .map(line -> line.replace("\"", "").split(",", -1))
                .filter(cells -> !cells[2].equals("0"))
                .collect(Collectors.toMap(cells -> cells[0] + " " + cells[1], cells -> cells[2]));
    }
}
