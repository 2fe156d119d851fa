package dev.refill.localstack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class WelcomeTest {

    @Test
    void printedCommandIsThatOfReadme() throws IOException {
        Path readme = Path.of("..", "..", "README.md");
        assertThat(readme).content()
                .contains(Welcome.curl(URI.create("http://localhost:8080"), "http://localhost:9000"));
        assertThat(Files.readString(readme)).containsOnlyOnce("/v1/recharges");
    }

    @Test
    void saysWhereEverythingIsAndNoSecretOfTheDatabase() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(
                "refill.recharge.portal-url", "http://localhost:1",
                "refill.gateways.stripe.api-base", "http://localhost:2",
                "refill.security.issuer", "http://localhost:3",
                "refill.database.url", "r2dbc:postgresql://127.0.0.1:4/postgres",
                "refill.database.password", "hidden")));
        assertThat(Welcome.of(environment, Duration.ofMillis(4_249)))
                .contains("ready after 4.2 s", "http://localhost:1", "http://localhost:2", "http://localhost:3",
                        "127.0.0.1:4",
                        "4242 4242 4242 4242", "1234")
                .doesNotContain("hidden");
    }
}
