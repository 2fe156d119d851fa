package dev.refill.webhooks.outbound.signature;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.standardwebhooks.Webhook;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SecretsTest {

    private static final String OLD = "old-key-00000000000000000000000000";
    private static final String NEW = "new-key-00000000000000000000000000";

    private final SecureRandom random = new SecureRandom();
    private final SecretVault vault = new SecretVault(List.of(OLD), random);

    @Test
    void signatureIsThatOfThePublicLibrary() throws Exception {
        SigningSecret secret = vault.newSecret();
        String body = "{\"type\":\"recharge.paid\",\"data\":{\"id\":\"ü€\"}}";
        Instant now = Instant.now();

        String signature = secret.sign("evt_1", now, body.getBytes(StandardCharsets.UTF_8));

        assertThat(signature).isEqualTo(new Webhook(secret.reveal()).sign("evt_1", now.getEpochSecond(), body));
        assertThatCode(() -> new Webhook(secret.reveal()).verify(body, Map.of(
                "webhook-id", List.of("evt_1"),
                "webhook-timestamp", List.of(Long.toString(now.getEpochSecond())),
                "webhook-signature", List.of(signature)))).doesNotThrowAnyException();
    }

    /** The vector of the specification. */
    @Test
    void signatureIsThatOfTheSpecification() {
        SigningSecret secret = new SigningSecret(
                java.util.Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void newSecretIsLongEnoughAndNeverTheSame() {
        assertThat(vault.newSecret().key()).hasSize(32);
        assertThat(vault.newSecret().reveal()).startsWith("whsec_").isNotEqualTo(vault.newSecret().reveal());
    }

    @Test
    void secretOfAnotherSizeIsRefused() {
        for (int size : List.of(0, 23, 65)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new SigningSecret(new byte[size]));
        }
    }

    @Test
    void sealedSecretShowsNothingAndOpensForItsEndpointOnly() {
        SigningSecret secret = vault.newSecret();
        String sealed = vault.seal(secret, "whe_1");

        assertThat(vault.open(sealed, "whe_1").reveal()).isEqualTo(secret.reveal());
        assertThat(vault.seal(secret, "whe_1")).isNotEqualTo(sealed);
        assertThat(sealed).doesNotContain(secret.reveal().substring("whsec_".length()));
        assertThat(secret).hasToString("whsec_…");
        assertThatIllegalStateException().isThrownBy(() -> vault.open(sealed, "whe_2"));
        assertThatIllegalStateException().isThrownBy(
                () -> vault.open(sealed.substring(0, sealed.length() - 4) + "AAAA", "whe_1"));
        assertThatIllegalStateException().isThrownBy(() -> vault.open("no key", "whe_1"));
    }

    @Test
    void newKeySealsWhileTheOldOneStillOpens() {
        String before = vault.seal(vault.newSecret(), "whe_1");
        SecretVault changing = new SecretVault(List.of(NEW, OLD), random);
        String after = changing.seal(changing.open(before, "whe_1"), "whe_1");

        assertThat(new SecretVault(List.of(NEW), random).open(after, "whe_1").reveal())
                .isEqualTo(vault.open(before, "whe_1").reveal());
        assertThatIllegalStateException().isThrownBy(() -> vault.open(after, "whe_1"))
                .withMessageContaining("key that is not set");
    }

    @Test
    void shortKeyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SecretVault(List.of("short"), random));
    }
}
