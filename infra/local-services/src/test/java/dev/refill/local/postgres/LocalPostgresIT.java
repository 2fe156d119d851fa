package dev.refill.local.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LocalPostgresIT {

    @TempDir
    private Path temporary;

    @Test
    void durableServerIsDurable() throws SQLException {
        try (LocalPostgres server = LocalPostgres.durable(temporary)) {
            assertThat(setting(server, "fsync")).isEqualTo("on");
            assertThat(setting(server, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(server, "full_page_writes")).isEqualTo("on");
            assertThat(setting(server, "data_checksums")).isEqualTo("on");
        }
    }

    @Test
    void listensOnTheLoopbackOnly() throws SQLException {
        try (LocalPostgres server = LocalPostgres.durable(temporary)) {
            assertThat(setting(server, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(server, "unix_socket_directories")).isEmpty();
        }
    }

    @Test
    void serverHasTheVariablesThatItIsGiven() throws SQLException {
        try (LocalPostgres server = LocalPostgres.durable(temporary, Map.of("REFILL_TEST", "here"))) {
            execute(server, "CREATE TABLE variable (value text)");
            execute(server, "COPY variable FROM PROGRAM 'printenv REFILL_TEST'");
            assertThat(query(server, "SELECT value FROM variable")).isEqualTo("here");
        }
    }

    @Test
    void keepsDataBetweenRuns() throws SQLException {
        try (LocalPostgres server = LocalPostgres.durable(temporary)) {
            execute(server, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        try (LocalPostgres server = LocalPostgres.durable(temporary)) {
            assertThat(query(server, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void refusesAWrongPassword() {
        try (LocalPostgres server = LocalPostgres.durable(temporary)) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("postgres"), "postgres", "postgres"))
                    .withMessageContaining("password authentication failed");
        }
    }

    @Test
    void passwordCanBeReadByItsOwnerOnly() throws IOException {
        try (LocalPostgres server = LocalPostgres.durable(temporary)) {
            Path file = temporary.resolve("password");
            assertThat(file).hasContent(server.password());
            assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
        }
    }

    @Test
    void leavesNoProcessBehind() {
        LocalPostgres server = LocalPostgres.durable(temporary);
        Path pgdata = temporary.toAbsolutePath().resolve("pgdata");
        assertThat(Postmaster.of(pgdata)).isPresent();
        ProcessHandle postmaster = Postmaster.of(pgdata).orElseThrow().process();

        server.close();

        assertThat(Postmaster.of(pgdata)).isEmpty();
        assertThat(postmaster.onExit()).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void closesOnce() {
        LocalPostgres server = LocalPostgres.durable(temporary);
        server.close();
        server.close();
        assertThat(Postmaster.of(temporary.resolve("pgdata"))).isEmpty();
    }

    @Test
    void refusesAFolderInUse() {
        try (LocalPostgres server = LocalPostgres.durable(temporary)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> LocalPostgres.durable(temporary))
                    .withMessageContaining("in use by another running instance");
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> LocalPostgres.durable(temporary, port))
                    .withMessage("Port " + port + " is taken by another program.");
        }
        LocalPostgres.durable(temporary).close();
    }

    @Test
    void startsOverAnInitdbThatWasKilled() throws IOException, SQLException {
        Files.createDirectories(temporary.resolve("pgdata.unfinished").resolve("base"));
        Files.writeString(temporary.resolve("pgdata.unfinished").resolve("PG_VERSION"), "18");
        try (LocalPostgres server = LocalPostgres.durable(temporary)) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void startsAlthoughAStalePidFileNamesSomebodyElsesProcess() throws IOException, SQLException {
        LocalPostgres.durable(temporary).close();
        Path pgdata = temporary.toAbsolutePath().resolve("pgdata");
        Files.writeString(pgdata.resolve("postmaster.pid"), """
                                                            %d
                                                            %s
                                                            1795441540
                                                            5432

                                                            127.0.0.1
                                                              2156027         9
                                                            ready
                                                            """.formatted(ProcessHandle.current().pid(), pgdata));
        try (LocalPostgres server = LocalPostgres.durable(temporary)) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
        }
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void disposableServersStandSideBySideAndLeaveNothing() throws SQLException {
        Path folder;
        try (LocalPostgres one = LocalPostgres.disposable(); LocalPostgres other = LocalPostgres.disposable()) {
            assertThat(one.port()).isNotEqualTo(other.port());
            assertThat(one.password()).isNotEqualTo(other.password());
            folder = Path.of(setting(one, "data_directory"));
            assertThat(folder).exists();
        }
        assertThat(folder.resolve("..").normalize()).doesNotExist();
    }

    private static String setting(LocalPostgres server, String name) throws SQLException {
        return query(server, "SHOW " + name);
    }

    private static String query(LocalPostgres server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(LocalPostgres server, String sql) throws SQLException {
        try (Connection connection = connect(server); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(LocalPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("postgres"), server.username(), server.password());
    }
}
