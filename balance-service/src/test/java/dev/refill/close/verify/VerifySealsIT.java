package dev.refill.close.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.close.TestDays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What the owner of the database did to sealed days behind the ledger's back, with its triggers off, and what the command says. */
class VerifySealsIT {

    private static final int DAYS = 3;
    private static final int EACH = 12;

    private final TestDays days = new TestDays();
    private final List<List<String>> ids = new ArrayList<>();

    @TempDir
    private Path files;

    @BeforeEach
    void threeSealedDays() {
        for (int day = 0; day < DAYS; day++) {
            List<String> of = new ArrayList<>();
            for (int n = 0; n < EACH; n++) {
                of.add(days.post(day, "12:00:0" + n % 10, 100 + n));
            }
            ids.add(of);
        }
        IntStream.range(0, DAYS).forEach(days::closeAndSeal);
        Said exported = verify("--database=" + days.database.r2dbcUrl(), "--export=" + files);
        assertThat(exported.code()).as(exported.text()).isZero();
        assertThat(files).isDirectoryContaining("glob:**/day-*.seal");
    }

    @AfterEach
    void close() {
        days.close();
    }

    private record Said(int code, String text) {

        void isSound() {
            assertThat(code).as(text).isZero();
        }

        void names(String... lines) {
            assertThat(code).as(text).isEqualTo(1);
            for (String line : lines) {
                assertThat(text.lines()).as(text).anyMatch(said -> said.matches(line));
            }
            assertThat(text.lines().filter(said -> said.startsWith("20"))).as(text).hasSize(lines.length);
        }
    }

    private Said verify(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int code = VerifySeals.run(List.of(arguments), Map.of("REFILL_DATABASE_USERNAME", days.database.username(),
                "REFILL_DATABASE_PASSWORD", days.database.password()), out, out);
        return new Said(code, bytes.toString(StandardCharsets.UTF_8));
    }

    private Said verifyWithFiles() {
        return verify("--database=" + days.database.jdbcUrl(), files.toString());
    }

    private Said verifyWithoutFiles() {
        return verify("--database=" + days.database.jdbcUrl());
    }

    /** As the owner of the database, with all triggers off. */
    private void behindTheBack(String... sql) {
        try (Connection connection = days.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            for (String one : sql) {
                statement.execute(one);
            }
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private String found(int day, String kindAndRest) {
        return days.day(day) + " " + kindAndRest;
    }

    /** A row that was changed, and how the change is named. */
    record Change(String sql, String said) {

        @Override
        public String toString() {
            return sql;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("UPDATE balance.posting SET amount = 7 WHERE entry_id = '%s' AND line = 1",
                        "amount of posting 1 was 104, is 7"),
                new Change("UPDATE balance.posting SET account = 'fee' WHERE entry_id = '%s' AND line = 2",
                        "account of posting 2 was deferred-revenue, is fee"),
                new Change("UPDATE balance.posting SET unit = 'EUR' WHERE entry_id = '%s' AND line = 2",
                        "unit of posting 2 was USD, is EUR"),
                new Change("UPDATE balance.posting SET balance_after = 1 WHERE entry_id = '%s' AND line = 4",
                        "balance-after of posting 4 was \\d+, is 1"),
                new Change("UPDATE balance.posting SET line = 9 WHERE entry_id = '%s' AND line = 4",
                        "posting 4 is gone: .*; posting 9 was added: .*"),
                new Change("UPDATE balance.entry SET occurred_at = occurred_at + interval '1 us' WHERE entry_id = '%s'",
                        "occurred-at was .*:04.000000Z, is .*:04.000001Z"),
                new Change("UPDATE balance.entry SET recorded_at = recorded_at - interval '1 us' WHERE entry_id = '%s'",
                        "recorded-at was .*, is .*"),
                new Change("UPDATE balance.entry SET kind = 'gift' WHERE entry_id = '%s'", "kind was recharge, is gift"),
                new Change("UPDATE balance.entry SET reference = 'other' WHERE entry_id = '%s'",
                        "reference was .*, is other"),
                new Change("UPDATE balance.entry SET posting_count = 3 WHERE entry_id = '%s'", "postings was 4, is 3"),
                new Change("DELETE FROM balance.posting WHERE entry_id = '%s' AND line = 1", "posting 1 is gone: .*"),
                new Change("DELETE FROM balance.posting WHERE entry_id = '%s'", "posting 1 is gone: .*posting 4 is gone.*"),
                new Change("INSERT INTO balance.posting (entry_id, line, account, unit, amount) VALUES ('%s', 5, 'fee', 'USD', 1)",
                        "posting 5 was added: .*"),
                new Change("UPDATE balance.entry SET occurred_at = occurred_at - interval '1 day' WHERE entry_id = '%s'",
                        "occurred-at was .*, is .*"),
                new Change("UPDATE balance.entry SET occurred_at = occurred_at + interval '1 day' WHERE entry_id = '%s'",
                        "occurred-at was .*, is .*"),
                new Change("UPDATE balance.entry SET occurred_at = recorded_at WHERE entry_id = '%s'",
                        "occurred-at was .*, is .*"),
                new Change("UPDATE balance.entry SET occurred_at = 'infinity', recorded_at = '-infinity' WHERE entry_id = '%s'",
                        ".*"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void rowThatWasChangedIsNamed(Change change) {
        String victim = ids.get(1).get(4);
        behindTheBack(change.sql().formatted(victim));
        verifyWithFiles().names(found(1, "CHANGED  " + victim + ": " + change.said()));
    }

    @Test
    void entryThatWasRemovedIsNamed() {
        String victim = ids.get(1).get(4);
        behindTheBack("DELETE FROM balance.entry WHERE entry_id = '%s'".formatted(victim));
        verifyWithFiles().names(found(1, "REMOVED  " + victim + ": it was .*"));
        behindTheBack("DELETE FROM balance.posting WHERE entry_id = '%s'".formatted(victim));
        verifyWithFiles().names(found(1, "REMOVED  " + victim + ": it was entry " + victim + " recharge .*"));
    }

    @Test
    void tailOfADayThatWasRemovedIsNamedEntryByEntry() {
        List<String> tail = ids.get(1).subList(EACH - 4, EACH);
        for (String victim : tail) {
            behindTheBack("DELETE FROM balance.posting WHERE entry_id = '%s'".formatted(victim),
                    "DELETE FROM balance.entry WHERE entry_id = '%s'".formatted(victim));
        }
        verifyWithFiles().names(tail.stream().map(victim -> found(1, "REMOVED  " + victim + ": .*"))
                .toArray(String[]::new));
        verifyWithoutFiles().names(found(1, "BROKEN   its entries do not hash to its seal: 8 entries, sealed were 12; .*"));
    }

    private static String entry(String id, String occurredAt, String recordedAt) {
        return """
                INSERT INTO balance.entry (entry_id, kind, reference, occurred_at, recorded_at, posting_count)
                VALUES ('%s', 'recharge', 'a test', %s, %s, 2)""".formatted(id, occurredAt, recordedAt);
    }

    private static String postings(String id, String positions) {
        return """
                INSERT INTO balance.posting (entry_id, line, position, account, unit, amount) OVERRIDING SYSTEM VALUE
                SELECT '%s', line, %s, account, 'USD', amount
                FROM (VALUES (1, 'fee', 5), (2, 'tax', -5)) AS v(line, account, amount)""".formatted(id, positions);
    }

    @Test
    void entryThatWasInsertedAtAPlaceOfItsDayIsNamed() {
        String time = "'" + days.at(1, "12:00:00") + "'";
        behindTheBack(entry("ent_smuggled", time, "now()"), postings("ent_smuggled", "20 + line"));
        verifyWithFiles().names(found(1, "INSERTED ent_smuggled: it was not there when the day was sealed: .*"));
    }

    @Test
    void entryThatSaysThatItWasRecordedOnASealedDayIsNamed() {
        String time = "'" + days.at(1, "12:00:00") + "'";
        behindTheBack(entry("ent_backdated", time, time),
                postings("ent_backdated", "nextval('balance.posting_position_seq')"));
        verifyWithFiles().names(found(1, "INSERTED ent_backdated: it says that it was recorded on this day, .*"));
        verifyWithoutFiles().names(found(1, "INSERTED ent_backdated: .*"));
    }

    @Test
    void halvesOfEntriesThatWereInsertedAreNamed() {
        behindTheBack(entry("ent_head", "now()", "now()"), postings("ent_tail", "-line"));
        verifyWithFiles().names(found(2, "INSERTED ent_head: .*"), found(2, "INSERTED ent_tail: .*"));
    }

    @Test
    void entryThatWasGivenAnotherIdIsNamedByBoth() {
        String victim = ids.get(1).get(4);
        behindTheBack("UPDATE balance.entry SET entry_id = 'ent_other' WHERE entry_id = '%s'".formatted(victim),
                "UPDATE balance.posting SET entry_id = 'ent_other' WHERE entry_id = '%s'".formatted(victim));
        verifyWithFiles().names(found(1, "REMOVED  " + victim + ": .*"), found(1, "INSERTED ent_other: .*"));
    }

    @Test
    void entryWhosePlaceWasChangedIsNamedOnce() {
        String victim = ids.get(0).get(4);
        behindTheBack("UPDATE balance.posting SET position = 1000000000000 + line WHERE entry_id = '%s'".formatted(victim));
        verifyWithFiles().names(found(0, "CHANGED  " + victim + ": position of posting 1 was \\d+, is 1000000000001; .*"));
    }

    @Test
    void daysThatWereSealedAnewAreFoundByTheirFilesOnly() {
        String victim = ids.get(1).get(4);
        behindTheBack("UPDATE balance.posting SET amount = 7 * sign(amount) WHERE entry_id = '%s'".formatted(victim));
        verifyWithoutFiles().names(found(1, "BROKEN   .*bucket:\\* airtime:USD moved by .*; its file could say which"));
        behindTheBack("DELETE FROM balance.closed_day_total", "DELETE FROM balance.closed_day");
        IntStream.range(0, DAYS).forEach(days::closeAndSeal);

        verifyWithoutFiles().isSound();
        verifyWithFiles().names(found(0, "RESEALED its seal was .*"), found(1, "RESEALED its seal was .*"),
                found(2, "RESEALED its seal was .*"), found(1, "CHANGED  " + victim + ": amount of posting 1 was .*"));
    }

    @Test
    void daysThatAreNotSealedAnyMoreAreNamed() {
        behindTheBack("DELETE FROM balance.closed_day_total WHERE day = '%s'".formatted(days.day(2)),
                "DELETE FROM balance.closed_day WHERE day = '%s'".formatted(days.day(2)));
        verifyWithFiles().names(found(2, "UNSEALED the books know no seal of it; .*"));
    }

    @Test
    void whatIsKeptOfAClosedDayWhenChangedThenIsNamed() {
        behindTheBack("UPDATE balance.closed_day SET closed_by = 'bob' WHERE day = '%s'".formatted(days.day(1)));
        verifyWithFiles().names(found(1, "RESEALED its seal was .*closed-by bob.*"));
        verifyWithoutFiles().names(found(1, "RESEALED what is kept of it does not hash to its seal"));
    }

    @Test
    void entryThatComesLateIsNoFaultAndIsTold() {
        String late = days.post(1, "12:00:00", 100);
        Said said = verifyWithFiles();
        said.isSound();
        assertThat(said.text()).contains("late: " + late, "37 entries read, 1 of them in no sealed day yet");
        days.closeAndSeal(3);
        verifyWithFiles().isSound();
        assertThat(days.entries(3)).containsExactly(late);
    }

    /** Rows, columns and days drawn at random: each is put back before the next. */
    @Test
    void everySingleRowThatIsChangedRemovedOrInsertedIsFoundAndNamed() throws Exception {
        behindTheBack("CREATE TABLE balance.kept_entry AS TABLE balance.entry",
                "CREATE TABLE balance.kept_posting AS TABLE balance.posting");
        Random random = new Random(20261127);
        int tried = 120;
        for (int n = 0; n < tried; n++) {
            int day = random.nextInt(DAYS);
            String victim = ids.get(day).get(random.nextInt(EACH));
            int line = 1 + random.nextInt(4);
            String named = switch (n % 3) {
                case 0 -> {
                    List<String> columns = List.of("amount = amount + 1", "account = account || 'x'", "unit = 'EUR'",
                            "position = position + 100000");
                    behindTheBack("UPDATE balance.posting SET %s WHERE entry_id = '%s' AND line = %d"
                            .formatted(columns.get(random.nextInt(columns.size())), victim, line));
                    yield "CHANGED  " + victim;
                }
                case 1 -> {
                    behindTheBack("DELETE FROM balance.posting WHERE entry_id = '%s'".formatted(victim),
                            "DELETE FROM balance.entry WHERE entry_id = '%s'".formatted(victim));
                    yield "REMOVED  " + victim;
                }
                default -> {
                    behindTheBack(entry("ent_new_" + n, "'" + days.at(day, "06:00:00") + "'", "now()"),
                            postings("ent_new_" + n, (1 + random.nextInt(48 * (day + 1))) + " + line"));
                    yield "INSERTED ent_new_" + n;
                }
            };
            Said said = verifyWithFiles();
            said.names(found(day, named + ": .*"));
            behindTheBack("DELETE FROM balance.entry", "INSERT INTO balance.entry TABLE balance.kept_entry",
                    "DELETE FROM balance.posting",
                    "INSERT INTO balance.posting OVERRIDING SYSTEM VALUE TABLE balance.kept_posting");
        }
        verifyWithFiles().isSound();
        System.out.printf("FIGURE sealed days: %d of %d single rows changed, removed or inserted behind the ledger's back "
                + "were found and named%n", tried, tried);
    }

    @Test
    void fileOfTheApplicationIsThatOfTheCommand() throws IOException {
        for (int day = 0; day < DAYS; day++) {
            assertThat(files.resolve("day-" + days.day(day) + ".seal")).hasContent(String.join("", days.file(day)));
        }
        verify(files.toString()).isSound();
    }

    @Test
    void booksThatAreTamperedWithGiveNoFile() {
        behindTheBack("UPDATE balance.posting SET amount = 7 WHERE entry_id = '%s'".formatted(ids.get(1).get(4)));
        assertThat(catchThrowable(() -> days.file(1)))
                .hasMessageContaining("do not hash to its seal");
        Path other = files.resolve("other");
        assertThat(other.toFile().mkdir()).isTrue();
        verify("--database=" + days.database.jdbcUrl(), "--export=" + other)
                .names(found(1, "BROKEN   its entries do not hash to its seal.*"));
        assertThat(other.toFile().list()).containsExactlyInAnyOrder("day-" + days.day(0) + ".seal",
                "day-" + days.day(2) + ".seal");
    }

    @Test
    void fileThatWasChangedIsNamedAndNotTrusted() throws IOException {
        Path file = files.resolve("day-" + days.day(1) + ".seal");
        String sealed = Files.readString(file);
        Map<String, String> damaged = Map.of(
                sealed.replace("deferred-revenue\tUSD\t-104", "deferred-revenue\tUSD\t-105"), "do not hash to its seal",
                sealed.replace("closed-by\tanna", "closed-by\tbob"), "do not hash to its seal",
                sealed.substring(0, sealed.length() / 2), "a line break at its end|a seal as its last line",
                sealed.substring(sealed.indexOf("\nentry") + 1), "do not hash to its seal",
                sealed + "entry\n", "nothing after the seal",
                "", "a seal as its last line",
                "\u0000".repeat(10_000), "lines of at most",
                "entry\tent_x\nsealed-day\t1\n", "a posting with its position",
                sealed.replace("previous\t", "previous\tx"), "64 hexadecimal digits");
        for (Map.Entry<String, String> wrong : damaged.entrySet()) {
            Files.writeString(file, wrong.getKey());
            Said said = verify(files.toString());
            assertThat(said.code()).as(said.text()).isEqualTo(1);
            assertThat(said.text()).containsPattern("FILE .*(" + wrong.getValue() + ")");
        }
        Files.write(file, new byte[]{(byte) 0xff, '\n'});
        assertThat(verify(files.toString()).code()).isEqualTo(2);
    }

    @Test
    void fileOfOtherBooksIsNamed() throws IOException {
        Path file = files.resolve("day-" + days.day(1) + ".seal");
        Files.delete(file);
        behindTheBack("DELETE FROM balance.closed_day_total", "DELETE FROM balance.closed_day");
        IntStream.range(0, DAYS).forEach(days::closeAndSeal);
        Files.writeString(file, String.join("", days.file(1)));
        verify(files.toString()).names(found(1, "FILE     it follows a day with the seal .*"),
                found(2, "FILE     it follows a day with the seal .*"));
    }

    @Test
    void commandWithoutAnythingToVerifySaysHowItIsUsed() {
        assertThat(verify().code()).isEqualTo(2);
        assertThat(verify("--surprise").text()).startsWith("verify-seals [--database");
        assertThat(verify("--database=r2dbc:postgresql://db/refill?sslMode=require").text()).contains("a JDBC URL");
        assertThat(verify("no-such-file").code()).isEqualTo(2);
    }
}
