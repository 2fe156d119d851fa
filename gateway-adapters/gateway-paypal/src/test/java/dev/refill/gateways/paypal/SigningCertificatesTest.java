package dev.refill.gateways.paypal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import dev.refill.gateways.paypal.SigningCertificates.Found;
import dev.refill.gateways.paypal.TestCertificates.Authority;
import dev.refill.gateways.paypal.TestCertificates.Signer;
import dev.refill.testkit.gateway.TestClock;

import static dev.refill.gateways.paypal.TestCertificates.NOW;
import static org.assertj.core.api.Assertions.assertThat;

class SigningCertificatesTest {

    private static final Authority ROOT = Authority.root("Root CA");
    private static final Signer SIGNER = ROOT.signs(ROOT.wanted());
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final AtomicInteger fetches = new AtomicInteger();
    private volatile Instant now = NOW;
    private volatile Mono<byte[]> served = Mono.just(SIGNER.pem());
    private final SigningCertificates certificates = new SigningCertificates(
            _address -> Mono.defer(() -> {
                fetches.incrementAndGet();
                return served;
            }), new CertificateTrust(List.of(ROOT.certificate()), new TestClock(() -> now)), new TestClock(() -> now));

    @Test
    void fetchedThenKeptForGood() {
        assertThat(fetched(1)).isInstanceOf(Found.Known.class);
        served = Mono.error(new IllegalStateException("PayPal is down"));
        now = NOW.plus(Duration.ofDays(100));
        assertThat(at(1)).isInstanceOf(Found.Known.class);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void atManyTimesAtOnceThenFetchedOnce() {
        var pending = Sinks.<byte[]>one();
        served = pending.asMono();
        assertThat(Flux.range(0, 50).flatMap(_each -> certificates.at(address(1)), 50).collectList().block(LONGEST))
                .hasSize(50).containsOnly(new Found.NotAtHand());
        pending.tryEmitValue(SIGNER.pem()).orThrow();
        assertThat(fetched(1)).isInstanceOf(Found.Known.class);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void atWhenItCannotBeFetchedThenLeftAloneForAMinute() {
        served = Mono.error(new IllegalStateException("PayPal is down"));
        assertThat(fetched(1)).isEqualTo(new Found.NotAtHand());
        served = Mono.just(SIGNER.pem());
        now = NOW.plusSeconds(59);
        assertThat(fetched(1)).isEqualTo(new Found.NotAtHand());
        assertThat(fetches).hasValue(1);
        now = NOW.plusSeconds(60);
        assertThat(fetched(1)).isInstanceOf(Found.Known.class);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void atWhenNothingComesThenNotAtHand() {
        served = Mono.empty();
        assertThat(fetched(1)).isEqualTo(new Found.NotAtHand());
    }

    @Test
    void atWhenItIsNoneOfPaypalsThenRefusedForAMinute() {
        served = Mono.just(ROOT.signs(ROOT.wanted().named("CN=evil.example")).pem());
        assertThat(fetched(1)).isEqualTo(new Found.Refused());
        assertThat(at(1)).isEqualTo(new Found.Refused());
        served = Mono.just(SIGNER.pem());
        now = NOW.plusSeconds(60);
        assertThat(fetched(1)).isInstanceOf(Found.Known.class);
    }

    /** Whoever makes addresses up has us ask PayPal sixteen times a minute, and no more. */
    @Test
    void atWhenManyAddressesAreMadeUpThenFewAreAskedForAndWhatIsKnownIsNotForgotten() {
        assertThat(fetched(0)).isInstanceOf(Found.Known.class);
        now = NOW.plusSeconds(60);
        served = Mono.error(new IllegalStateException("404"));
        Flux.range(1, 1_000).concatMap(number -> certificates.at(address(number))).blockLast(LONGEST);
        assertThat(fetches).hasValue(1 + SigningCertificates.MOST_ASKED);
        assertThat(at(0)).isInstanceOf(Found.Known.class);
        assertThat(at(2_000)).isEqualTo(new Found.NotAtHand());
        now = NOW.plusSeconds(120);
        served = Mono.just(SIGNER.pem());
        assertThat(fetched(2_000)).isInstanceOf(Found.Known.class);
    }

    @Test
    void atWhenItHasExpiredThenForgottenAtTheNextFetch() {
        served = Mono.just(ROOT.signs(ROOT.wanted().valid(NOW.minusSeconds(60), NOW.plusSeconds(60))).pem());
        assertThat(fetched(1)).isInstanceOf(Found.Known.class);
        now = NOW.plusSeconds(120);
        served = Mono.just(SIGNER.pem());
        assertThat(fetched(2)).isInstanceOf(Found.Known.class);
        assertThat(fetched(1)).isInstanceOf(Found.Known.class);
        assertThat(fetches).hasValue(3);
    }

    private Found at(int number) {
        return Objects.requireNonNull(certificates.at(address(number)).block(LONGEST));
    }

    private Found fetched(int number) {
        return Objects.requireNonNull(certificates.fetched(address(number)).block(LONGEST));
    }

    private static CertificateAddress address(int number) {
        return Objects.requireNonNull(
                CertificateAddress.parse("https://api.sandbox.paypal.com/v1/notifications/certs/CERT-" + number));
    }
}
