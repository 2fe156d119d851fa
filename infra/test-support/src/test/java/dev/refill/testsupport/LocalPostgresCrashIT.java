package dev.refill.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.refill.local.postgres.LocalPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/** What is left of a server when the process that started it ends: never a server, and in a durable one all data. */
class LocalPostgresCrashIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private Path temporary;

    @Test
    void serverStopsByItselfWhenItsProcessIsKilled() {
        try (JavaProcess process = startedAndWritten()) {
            ProcessHandle postmaster = onlyPostmaster();
            process.kill();
            assertThat(postmaster.onExit()).succeedsWithin(LONGEST);
        }
        assertDataAreThereAndServerEnds();
    }

    @Test
    void serverStopsWhenItsProcessEndsWithoutClosingIt() {
        try (JavaProcess process = startedAndWritten()) {
            ProcessHandle postmaster = onlyPostmaster();
            process.terminate(LONGEST);
            assertThat(postmaster.onExit()).succeedsWithin(LONGEST);
        }
        assertDataAreThereAndServerEnds();
    }

    @Test
    void nextStartStopsTheServerOfAProcessThatWasKilledTogetherWithItsWatcher() {
        ProcessHandle orphan;
        try (JavaProcess process = startedAndWritten()) {
            orphan = onlyPostmaster();
            killWithItsWatcher(process);
        }
        assertThat(orphan.isAlive()).isTrue();

        assertDataAreThereAndServerEnds();

        assertThat(orphan.onExit()).succeedsWithin(LONGEST);
    }

    @Test
    void nextStartRecoversAServerThatWasKilledToo() {
        try (JavaProcess process = startedAndWritten()) {
            ProcessHandle postmaster = onlyPostmaster();
            killWithItsWatcher(process);
            postmaster.destroyForcibly();
            assertThat(postmaster.onExit()).succeedsWithin(LONGEST);
        }
        assertDataAreThereAndServerEnds();
    }

    @Test
    void disposableServerAndItsFolderVanishWhenItsProcessIsKilled() {
        try (JavaProcess process = JavaProcess.start(Disposable.class)) {
            Path pgdata = Path.of(process.awaitLine("/pgdata", LONGEST));
            ProcessHandle postmaster = postmasters(pgdata).getFirst();
            process.kill();
            assertThat(postmaster.onExit()).succeedsWithin(LONGEST);
        }
    }

    @Test
    void nextDisposableServerCleansAwayWhatAKilledProcessAndWatcherLeft() {
        Path pgdata;
        ProcessHandle orphan;
        try (JavaProcess process = JavaProcess.start(Disposable.class)) {
            pgdata = Path.of(process.awaitLine("/pgdata", LONGEST));
            orphan = postmasters(pgdata).getFirst();
            killWithItsWatcher(process);
        }
        assertThat(orphan.isAlive()).isTrue();

        LocalPostgres.disposable().close();

        assertThat(orphan.onExit()).succeedsWithin(LONGEST);
        assertThat(pgdata).doesNotExist();
    }

    private JavaProcess startedAndWritten() {
        JavaProcess process = JavaProcess.start(Writer.class, temporary.toString());
        process.awaitLine("written", LONGEST);
        return process;
    }

    private static void killWithItsWatcher(JavaProcess process) {
        List<ProcessHandle> watchers = ProcessHandle.of(process.pid()).orElseThrow().children().toList();
        assertThat(watchers).hasSize(1);
        watchers.forEach(ProcessHandle::destroyForcibly);
        watchers.forEach(watcher -> assertThat(watcher.onExit()).succeedsWithin(LONGEST));
        process.kill();
    }

    private void assertDataAreThereAndServerEnds() {
        try (LocalPostgres server = LocalPostgres.durable(temporary)) {
            assertThat(rows(server)).isEqualTo(1);
            assertThat(onlyPostmaster().isAlive()).isTrue();
        }
        assertThat(postmasters(temporary)).isEmpty();
    }

    private ProcessHandle onlyPostmaster() {
        List<ProcessHandle> all = postmasters(temporary.resolve("pgdata"));
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static List<ProcessHandle> postmasters(Path pgdata) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().filter(path -> path.endsWith("/postgres")).isPresent())
                .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .contains(pgdata.toString()))
                .toList();
    }

    private static int rows(LocalPostgres server) {
        try (Connection connection = connect(server);
                var statement = connection.createStatement();
                var count = statement.executeQuery("SELECT count(*) FROM kept")) {
            count.next();
            return count.getInt(1);
        } catch (SQLException lost) {
            throw new AssertionError("the data are gone", lost);
        }
    }

    private static Connection connect(LocalPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("postgres"), server.username(), server.password());
    }

    /** Commits a row on a durable server, says so and waits to be killed. */
    static final class Writer {

        public static void main(String[] arguments) throws SQLException, IOException {
            LocalPostgres server = LocalPostgres.durable(Path.of(arguments[0]));
            try (Connection connection = connect(server); var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
                System.out.println("written");
                System.in.read();
            }
        }
    }

    /** Starts a disposable server, says where and waits to be killed. */
    static final class Disposable {

        public static void main(String[] arguments) throws SQLException, IOException {
            LocalPostgres server = LocalPostgres.disposable();
            try (Connection connection = connect(server);
                    var statement = connection.createStatement();
                    var folder = statement.executeQuery("SHOW data_directory")) {
                folder.next();
                System.out.println(Files.exists(Path.of(folder.getString(1))) ? folder.getString(1) : "none");
                System.in.read();
            }
        }
    }
}
