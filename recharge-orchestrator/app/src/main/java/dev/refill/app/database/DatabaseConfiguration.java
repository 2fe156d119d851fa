package dev.refill.app.database;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Offers the pool that everyone uses and a pool {@code webhooksConnectionFactory} for webhooks alone. Both wait for the
 * migrations.
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

    @Bean(destroyMethod = "dispose")
    ConnectionPool webhooksConnectionFactory(ConnectionPools pools, DatabaseProperties properties) {
        return pools.pool("webhooks", properties.webhooksPoolSize());
    }
}
