package dev.refill.idempotency.web;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import dev.refill.idempotency.Fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

class FingerprintsTest {

    private static final String JSON = "application/json";
    private static final String BODY = "{\"a\":1,\"b\":2}";

    private final Fingerprint first = of(HttpMethod.POST, "/orders/7?x=1", JSON, BODY);

    @Test
    void ofWhenOnlyJsonSpellingDiffersThenEqual() {
        assertThat(of(HttpMethod.POST, "/orders/7?x=1", JSON, " {\"b\":2, \"a\":1}")).isEqualTo(first);
        assertThat(of(HttpMethod.POST, "/orders/7?x=1", "application/json;charset=utf-8", BODY)).isEqualTo(first);
        assertThat(of(HttpMethod.POST, "/orders/7?x=1", "application/merge-patch+json", BODY)).isEqualTo(first);
    }

    @Test
    void ofWhenMethodPathQueryOrPayloadDiffersThenDifferent() {
        assertThat(of(HttpMethod.PUT, "/orders/7?x=1", JSON, BODY)).isNotEqualTo(first);
        assertThat(of(HttpMethod.POST, "/orders/8?x=1", JSON, BODY)).isNotEqualTo(first);
        assertThat(of(HttpMethod.POST, "/orders/7?x=2", JSON, BODY)).isNotEqualTo(first);
        assertThat(of(HttpMethod.POST, "/orders/7", JSON, BODY)).isNotEqualTo(first);
        assertThat(of(HttpMethod.POST, "/orders/7?x=1", JSON, "{\"a\":1}")).isNotEqualTo(first);
        assertThat(of(HttpMethod.POST, "/orders/7?x=1", JSON, "")).isNotEqualTo(first);
    }

    @Test
    void ofWhenNotJsonThenEveryByteCounts() {
        Fingerprint text = of(HttpMethod.POST, "/orders/7", "text/plain", BODY);
        assertThat(of(HttpMethod.POST, "/orders/7", "text/plain", BODY)).isEqualTo(text);
        assertThat(of(HttpMethod.POST, "/orders/7", "text/plain", " " + BODY)).isNotEqualTo(text);
        assertThat(of(HttpMethod.POST, "/orders/7", JSON, BODY)).isNotEqualTo(text);
    }

    @Test
    void ofWhenItOnlyCallsItselfJsonThenEveryByteCounts() {
        assertThat(of(HttpMethod.POST, "/orders/7", JSON, "{broken")).isNotEqualTo(
                of(HttpMethod.POST, "/orders/7", JSON, "{ broken"));
    }

    private static Fingerprint of(HttpMethod method, String uri, String type, String body) {
        var request = MockServerHttpRequest.method(method, uri).header("Content-Type", type).build();
        return Fingerprints.of(request, body.getBytes(StandardCharsets.UTF_8));
    }
}
