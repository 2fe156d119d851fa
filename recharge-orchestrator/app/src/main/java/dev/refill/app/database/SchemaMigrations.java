package dev.refill.app.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;

/**
 * Brings the schema of every module up to date, each with a history of its own. Nodes that start together take turns: the
 * first migrates, the others then find nothing to do. Whoever needs the database takes this as a parameter, and so runs
 * after it.
 */
final class SchemaMigrations implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigrations.class);
    private static final List<String> SCHEMAS = List.of("balance", "idempotency", "webhooks", "recharge",
            "autotopup", "finance");

    /** "refill" in ASCII; any number would do that nobody else on this database takes. */
    private static final long LOCK = 0x726566696c6cL;

    private final MigrationProperties properties;
    private final PGSimpleDataSource database;

    SchemaMigrations(MigrationProperties properties, DatabaseProperties connection) {
        this.properties = properties;
        this.database = new PGSimpleDataSource();
        database.setUrl(properties.url() == null ? JdbcUrl.of(connection.url()) : properties.url());
        database.setUser(properties.username() == null ? connection.username() : properties.username());
        database.setPassword(properties.password() == null ? connection.password() : properties.password());
        database.setApplicationName("refill-migrations");
        database.setConnectTimeout(10);
    }

    @Override
    public void afterPropertiesSet() throws SQLException {
        if (properties.enabled()) {
            migrate();
        }
    }

    private void migrate() throws SQLException {
        waitUntilReachable();
        try (Connection turn = database.getConnection()) {
            awaitTurn(turn);
            SCHEMAS.forEach(this::migrate);
        }
    }

    /** Flyway tries again by itself, our own connection would not. */
    private void waitUntilReachable() {
        flyway("public").info();
    }

    /** The lock belongs to the session: it ends with it, even if this process is killed. */
    private void awaitTurn(Connection turn) throws SQLException {
        try (var timeout = turn.prepareStatement("SELECT set_config('lock_timeout', ?, false)");
                var lock = turn.prepareStatement("SELECT pg_advisory_lock(?)")) {
            timeout.setString(1, properties.lockTimeout().toMillis() + "ms");
            timeout.execute();
            lock.setLong(1, LOCK);
            lock.execute();
        }
    }

    private void migrate(String schema) {
        int executed = flyway(schema).migrate().migrationsExecuted;
        LOG.info("Schema {}: {} migrations applied", schema, executed);
    }

    private Flyway flyway(String schema) {
        return Flyway.configure(SchemaMigrations.class.getClassLoader())
                .dataSource((DataSource) database)
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:db/migration/" + schema)
                .connectRetries(properties.connectRetries())
                .cleanDisabled(true)
                .load();
    }
}
