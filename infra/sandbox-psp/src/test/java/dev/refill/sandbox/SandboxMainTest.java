package dev.refill.sandbox;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The arguments of the process. */
class SandboxMainTest {

    @Test
    void settingsWhenNothingIsSaidThenTheDocumentedDefaults() {
        SandboxSettings settings = SandboxMain.settings();
        assertThat(settings.port()).isEqualTo(12111);
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.apiKey()).isEqualTo("sk_test_refill_sandbox");
        assertThat(settings.data()).isNull();
        assertThat(settings.webhook()).isNull();
        assertThat(settings.openControl()).isFalse();
        assertThat(settings.keepAnswers()).hasHours(24);
    }

    @Test
    void settingsWhenGivenInEitherFormThenTaken() {
        SandboxSettings settings = SandboxMain.settings("--port=0", "--data", "somewhere", "--api-key=sk_test_x",
                "--webhook-url=http://localhost:1/h", "--webhook-secret", "whsec_x", "--webhook-events=a,b",
                "--paypal-webhook-url=http://localhost:1/p");
        assertThat(settings.port()).isZero();
        assertThat(settings.data()).isEqualTo(Path.of("somewhere"));
        assertThat(settings.apiKey()).isEqualTo("sk_test_x");
        assertThat(settings.paypalWebhook()).isEqualTo("http://localhost:1/p");
        assertThat(settings.webhook())
                .isEqualTo(new SandboxSettings.Webhook("http://localhost:1/h", "whsec_x", List.of("a", "b")));
    }

    @Test
    void settingsWhenUnknownOrHalfThenSaysWhatIsExpected() {
        assertThatIllegalArgumentException().isThrownBy(() -> SandboxMain.settings("--colour=red"))
                .withMessageContaining("expected: port, host");
        assertThatIllegalArgumentException().isThrownBy(() -> SandboxMain.settings("--port"));
        assertThatIllegalArgumentException().isThrownBy(() -> SandboxMain.settings("port=1"));
    }
}
