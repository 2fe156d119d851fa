package dev.refill.app.database;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * Offers the pool that everyone uses and one for webhooks alone, {@code webhooksDatabase}, so that neither can starve
 * the other. Both wait for the migrations.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseProperties.class, MigrationProperties.class})
public class DatabaseConfiguration {

    @Bean
    SchemaMigrations schemaMigrations(MigrationProperties migrations, DatabaseProperties database) {
        return new SchemaMigrations(migrations, database);
    }

    @Bean
    ConnectionPools connectionPools(DatabaseProperties properties, MeterRegistry meters, SchemaMigrations migrated) {
        return new ConnectionPools(properties, meters);
    }

    @Bean(destroyMethod = "dispose")
    @Primary
    ConnectionPool connectionFactory(ConnectionPools pools, DatabaseProperties properties) {
        return pools.pool("main", properties.poolSize());
    }

    @Bean
    @Primary
    DatabaseClient databaseClient(@Qualifier("connectionFactory") ConnectionFactory connections) {
        return DatabaseClient.create(connections);
    }

    @Bean
    DatabaseClient webhooksDatabase(@Qualifier("webhooksConnectionFactory") ConnectionFactory connections) {
        return DatabaseClient.create(connections);
    }

    @Bean(destroyMethod = "dispose")
    ConnectionPool webhooksConnectionFactory(ConnectionPools pools, DatabaseProperties properties) {
        return pools.pool("webhooks", properties.webhooksPoolSize());
    }
}
