package dev.refill.app;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

import dev.refill.testsupport.TestDatabase;

/** The application as it is shipped, on a database of its own and on free ports, with a provider that nobody answers for. */
public final class RunningApplication implements AutoCloseable {

    private final TestDatabase database = TestDatabase.with();
    private final ConfigurableApplicationContext context;

    private RunningApplication(URI issuer, List<String> more) {
        List<String> settings = List.of(
                "refill.mode=local",
                "server.port=0",
                "management.server.port=0",
                "refill.database.url=" + database.r2dbcUrl(),
                "refill.database.username=" + database.username(),
                "refill.database.password=" + database.password(),
                "refill.security.issuer=" + issuer,
                "refill.gateways.stripe.api-base=http://localhost:9",
                "refill.gateways.stripe.api-key=sk_test_refill_sandbox",
                "refill.gateways.stripe.webhook-secrets=whsec_refill_sandbox_secret_000000",
                "refill.recharge.order-token-secret=for-tests-only-00000000000000000000",
                "refill.recharge.patience=500ms",
                "refill.outbound.sealing-keys=for-tests-only-00000000000000000000",
                "refill.outbound.allow-loopback=true",
                "refill.drain.delay=0s");
        // The last of a name counts.
        Map<String, String> last = new LinkedHashMap<>();
        Stream.concat(settings.stream(), more.stream())
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> last.put(setting[0], setting[1]));
        this.context = SpringApplication.run(RefillApplication.class, last.entrySet()
                .stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
    }

    /** @param more settings as {@code name=value} */
    public static RunningApplication trusting(URI issuer, String... more) {
        return new RunningApplication(issuer, List.of(more));
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
