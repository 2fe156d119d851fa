package dev.refill.testsupport;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import org.flywaydb.core.Flyway;
import org.springframework.r2dbc.core.DatabaseClient;

import dev.refill.local.postgres.LocalPostgres;
import dev.refill.testsupport.books.LeftBooks;

/**
 * A database of a test's own on one PostgreSQL server that all tests of a JVM share. Each module's schema is migrated
 * once per JVM into a template that the databases are copied from.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger SERIAL = new AtomicInteger();
    /** Those of the same name with fewer parameters hand on to the one with the most. */
    private static final String DEFINITION = """
            SELECT pg_get_functiondef(oid)
            FROM pg_proc
            WHERE pronamespace = split_part(?, '.', 1)::regnamespace AND proname = split_part(?, '.', 2)
            ORDER BY pronargs DESC
            LIMIT 1
            """;
    private static final Map<List<String>, String> TEMPLATES = new ConcurrentHashMap<>();

    private final String name;
    private final ConnectionPool pool;
    private final LeftBooks books;

    private TestDatabase(String name) {
        this.name = name;
        this.pool = new ConnectionPool(ConnectionPoolConfiguration.builder(SqlMutation.over(connectionFactory(name)))
                .initialSize(0)
                .maxSize(16)
                .maxAcquireTime(Duration.ofSeconds(10))
                .maxCreateConnectionTime(Duration.ofSeconds(10))
                .build());
        this.books = LeftBooks.of(jdbcUrl(), username(), password());
    }

    /**
     * A new database with the schemas of the named modules.
     *
     * @param schemas each is a PostgreSQL schema whose migrations lie in {@code db/migration/<schema>} on the class path
     */
    public static TestDatabase with(String... schemas) {
        String template = TEMPLATES.computeIfAbsent(List.of(schemas), TestDatabase::migratedTemplate);
        String name = "test_" + SERIAL.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        SqlMutant mutant = SqlMutation.current();
        if (mutant != null) {
            mutate(name, List.of(schemas), mutant);
        }
        TestDatabase database = new TestDatabase(name);
        if (mutant != null) {
            database.books.forget();
        }
        return database;
    }

    private static void mutate(String database, List<String> schemas, SqlMutant mutant) {
        switch (mutant) {
            case SqlMutant.InFunction function -> {
                if (schemas.contains(function.schema())) {
                    executeIn(database, function.mutated(definition(database, function.function())));
                }
            }
            case SqlMutant.InSchema rule -> {
                if (schemas.contains(rule.schema())) {
                    executeIn(database, rule.sql());
                }
            }
            case SqlMutant.InStatement sentByTheApplication -> {
                // Its connections do it.
            }
        }
    }

    private static String definition(String database, String function) {
        LocalPostgres server = Server.SHARED;
        try (var connection = DriverManager.getConnection(server.jdbcUrl(database), server.username(),
                server.password());
                var statement = connection.prepareStatement(DEFINITION)) {
            statement.setString(1, function);
            statement.setString(2, function);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (SQLException notThere) {
            throw new IllegalStateException(function, notThere);
        }
    }

    private static String migratedTemplate(List<String> schemas) {
        String name = "template_" + SERIAL.incrementAndGet();
        execute("CREATE DATABASE " + name);
        schemas.forEach(schema -> Flyway.configure()
                .dataSource(Server.SHARED.jdbcUrl(name), Server.SHARED.username(), Server.SHARED.password())
                .schemas(schema)
                .locations("classpath:db/migration/" + schema)
                .load()
                .migrate());
        return name;
    }

    private static PostgresqlConnectionFactory connectionFactory(String database) {
        return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host("127.0.0.1")
                .port(Server.SHARED.port())
                .username(Server.SHARED.username())
                .password(Server.SHARED.password())
                .database(database)
                .build());
    }

    private static void execute(String sql) {
        executeIn("postgres", sql);
    }

    private static void executeIn(String database, String sql) {
        LocalPostgres server = Server.SHARED;
        try (var connection = DriverManager.getConnection(server.jdbcUrl(database), server.username(),
                server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }

    /** A pool of at most 16 connections to the database. */
    public ConnectionPool connections() {
        return pool;
    }

    /** Connections of one's own, outside the pool. */
    public PostgresqlConnectionFactory unpooled() {
        return connectionFactory(name);
    }

    public DatabaseClient client() {
        return DatabaseClient.create(pool);
    }

    public String r2dbcUrl() {
        return Server.SHARED.r2dbcUrl(name);
    }

    /** The same database through a proxy that listens on a port of the loopback. */
    public String r2dbcUrlAt(int port) {
        return r2dbcUrl().replace(":" + port() + "/", ":" + port + "/");
    }

    /** Of the server, on the loopback. */
    public int port() {
        return Server.SHARED.port();
    }

    public String jdbcUrl() {
        return Server.SHARED.jdbcUrl(name);
    }

    public String username() {
        return Server.SHARED.username();
    }

    public String password() {
        return Server.SHARED.password();
    }

    /** Says that the test breaks the books in it on purpose, so that no other program is asked whether they are right. */
    public void booksAreWrong(String why) {
        books.areWrong(why);
    }

    @Override
    public void close() {
        pool.dispose();
        try {
            books.close();
        } finally {
            execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    private static final class Server {

        static final LocalPostgres SHARED = LocalPostgres.disposable();
    }
}
