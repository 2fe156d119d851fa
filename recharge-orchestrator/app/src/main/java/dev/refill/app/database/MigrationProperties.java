package dev.refill.app.database;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the schemas are migrated at start. What is not set is taken from {@code refill.database}.
 *
 * @param enabled {@code false}: the schemas are migrated by other means before the application starts
 * @param url a JDBC URL; {@code null}: the R2DBC URL's host, port and database
 * @param username the role that owns the schemas
 * @param password its password
 * @param lockTimeout how long one node waits for another that is migrating
 * @param connectRetries how often a database that does not answer is tried again, a second to two minutes apart
 */
@ConfigurationProperties("refill.migrations")
record MigrationProperties(@DefaultValue("true") boolean enabled, @Nullable String url, @Nullable String username,
        @Nullable String password, @DefaultValue("2m") Duration lockTimeout, @DefaultValue("5") int connectRetries) {

    @Override
    public String toString() {
        return "MigrationProperties[enabled=" + enabled + ", url=" + url + ", username=" + username + "]";
    }
}
