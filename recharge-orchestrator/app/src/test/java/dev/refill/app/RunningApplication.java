package dev.refill.app;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

import dev.refill.testsupport.TestDatabase;

/** The application as it is shipped, on a database of its own and on free ports. */
public final class RunningApplication implements AutoCloseable {

    private final TestDatabase database = TestDatabase.with();
    private final ConfigurableApplicationContext context;

    private RunningApplication(URI issuer, String... more) {
        this.context = new SpringApplicationBuilder(RefillApplication.class)
                .properties(
                        "refill.mode=local",
                        "refill.database.url=" + database.r2dbcUrl(),
                        "refill.database.username=" + database.username(),
                        "refill.database.password=" + database.password(),
                        "refill.migrations.url=" + database.jdbcUrl(),
                        "refill.security.issuer=" + issuer)
                .run(arguments(more));
    }

    private static String[] arguments(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--server.port=0";
        arguments[1] = "--management.server.port=0";
        System.arraycopy(more, 0, arguments, 2, more.length);
        return arguments;
    }

    public static RunningApplication trusting(URI issuer, String... more) {
        return new RunningApplication(issuer, more);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public WebTestClient client() {
        return client("local.server.port");
    }

    public WebTestClient managementClient() {
        return client("local.management.port");
    }

    private WebTestClient client(String port) {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + context.getEnvironment().getRequiredProperty(port))
                .responseTimeout(Duration.ofSeconds(10))
                .build();
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
