package dev.refill.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LocalServicesIT {

    @TempDir
    private Path data;

    @Test
    void replacedServicesAreNotStarted() {
        try (LocalServices services = start(Map.of(
                "refill.database.url", "r2dbc:postgresql://db.example/refill",
                "refill.gateways.stripe.api-key", "rk_test_own",
                "refill.security.issuer", "https://issuer.example"))) {
            assertThat(services.properties()).containsOnlyKeys("refill.mode", "server.address", "refill.drain.delay",
                    "refill.recharge.portal-url", "refill.recharge.order-token-secret", "refill.outbound.sealing-keys",
                    "refill.outbound.allow-loopback");
        }
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void everyServiceTellsTheApplicationHowToReachIt() {
        try (LocalServices services = start(Map.of())) {
            assertThat(services.properties()).containsKeys("refill.database.url", "refill.database.username",
                    "refill.database.password", "refill.migrations.url", "refill.gateways.stripe.api-base",
                    "refill.gateways.stripe.api-key", "refill.gateways.stripe.webhook-secrets",
                    "refill.portal.payment-origins", "refill.security.issuer", "refill.security.portal-client.id",
                    "refill.security.portal-client.secret");
        }
    }

    @Test
    void whatWasStartedIsStoppedWhenALaterServiceCannotStart() throws IOException {
        Path notAFolder = data.resolve("issuer");
        Files.writeString(notAFolder, "in the way");

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> start(Map.of()));

        // The folder can be had only if the first server has given it up.
        Files.delete(notAFolder);
        try (LocalServices services = start(Map.of())) {
            assertThat(services.properties()).containsKey("refill.database.url");
        }
    }

    @Test
    void portOfTheApplicationMustBeKnown() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> start(Map.of("server.port", "0")))
                .withMessageStartingWith("server.port: 0");
    }

    @Test
    void environmentCanSetEverything() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource(
                "systemEnvironment",
                Map.of("REFILL_LOCAL_DATA", data.toString(), "REFILL_LOCAL_POSTGRES_DATA", "/elsewhere",
                        "REFILL_LOCAL_POSTGRES_PORT", "5433", "REFILL_LOCAL_SANDBOX_PORT", "1",
                        "REFILL_LOCAL_ISSUER_PORT", "2", "REFILL_LOCAL_RECEIVER_PORT", "3")));
        LocalSettings settings = Binder.get(environment)
                .bindOrCreate("refill.local", LocalSettings.class);
        assertThat(settings.postgresData()).isEqualTo(Path.of("/elsewhere"));
        assertThat(settings.postgres().port()).isEqualTo(5433);
        assertThat(settings.sandbox().port()).isEqualTo(1);
        assertThat(settings.issuer().port()).isEqualTo(2);
        assertThat(settings.receiver().port()).isEqualTo(3);
        assertThat(settings.issuerKeys()).isEqualTo(data.resolve("issuer").resolve("keys.json"));
    }

    @Test
    void defaultsAreThoseOfTheGuide() {
        LocalSettings settings = Binder.get(new StandardEnvironment())
                .bindOrCreate("refill.local", LocalSettings.class);
        assertThat(Path.of("..", "..", "docs", "how-to", "local-stack.md")).content()
                .contains("| `refill.local.data` | `" + settings.data() + "` |",
                        "| `refill.local.postgres.port` | `" + settings.postgres().port() + "` |",
                        "| `refill.local.sandbox.port` | `" + settings.sandbox().port() + "` |",
                        "| `refill.local.issuer.port` | `" + settings.issuer().port() + "` |",
                        "| `refill.local.receiver.port` | `" + settings.receiver().port() + "` |");
    }

    private LocalServices start(Map<String, Object> given) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "refill.local.data", data.toString(),
                "refill.local.sandbox.port", 0,
                "refill.local.issuer.port", 0,
                "refill.local.receiver.port", 0,
                "server.port", freePort()));
        properties.putAll(given);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        return LocalServices.start(environment);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException noneLeft) {
            throw new UncheckedIOException(noneLeft);
        }
    }
}
