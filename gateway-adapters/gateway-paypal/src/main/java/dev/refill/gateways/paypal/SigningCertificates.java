package dev.refill.gateways.paypal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The certificates that PayPal signs with, by their addresses. Nobody waits for one: what is not at hand is fetched in the
 * background, once for all who ask, and whoever asks again finds it. Both what is kept and what is being fetched is bounded;
 * an address that came to nothing is left alone for a while, so that nobody can have us ask PayPal as often as they like.
 */
final class SigningCertificates {

    /** So many addresses are being fetched, or have come to nothing lately. */
    static final int MOST_ASKED = 16;

    private static final Logger LOG = LoggerFactory.getLogger(SigningCertificates.class);

    /** PayPal has few at a time and changes them within months. */
    private static final int MOST_KNOWN = 64;
    /** Longer than a fetch may take. */
    private static final Duration ASKED_AGAIN_AFTER = Duration.ofMinutes(1);

    private final Function<CertificateAddress, Mono<byte[]>> fetch;
    private final CertificateTrust trust;
    private final Clock clock;
    private final Map<CertificateAddress, SigningCertificate> known = new ConcurrentHashMap<>();
    private final Map<CertificateAddress, Asked> asked = new LinkedHashMap<>();

    /** @param fetch cold; ends within {@link #ASKED_AGAIN_AFTER} and never follows a redirect */
    SigningCertificates(Function<CertificateAddress, Mono<byte[]>> fetch, CertificateTrust trust, Clock clock) {
        this.fetch = fetch;
        this.trust = trust;
        this.clock = clock;
    }

    /** What is to be said of an address now. */
    sealed interface Found {

        /** PayPal's; whether it is valid at a moment is still to be asked. */
        record Known(SigningCertificate certificate) implements Found {}

        /** It is being fetched, or could not be fetched just now. */
        record NotAtHand() implements Found {}

        /** What is there is none of PayPal's. */
        record Refused() implements Found {}
    }

    private record Asked(Mono<Found> answer, Instant at) {}

    /** Emits at once: the fetch that it may begin goes on when the answer is given. */
    Mono<Found> at(CertificateAddress address) {
        return Mono.defer(() -> {
            var certificate = known.get(address);
            return certificate == null
                    ? Mono.firstWithSignal(fetched(address), Mono.just(new Found.NotAtHand()))
                    : Mono.just(new Found.Known(certificate));
        });
    }

    /** The same for who can wait: ends when the certificate is at hand or could not be fetched. */
    Mono<Found> fetched(CertificateAddress address) {
        return Mono.defer(() -> asked(address).answer());
    }

    private synchronized Asked asked(CertificateAddress address) {
        var now = clock.instant();
        asked.values().removeIf(one -> !now.isBefore(one.at().plus(ASKED_AGAIN_AFTER)));
        known.values().removeIf(certificate -> certificate.to().isBefore(now));
        var before = asked.get(address);
        if (before != null) {
            return before;
        }
        if (asked.size() >= MOST_ASKED || known.size() >= MOST_KNOWN) {
            LOG.warn("No further certificate of PayPal's is fetched for now: {} known, {} asked for", known.size(),
                    asked.size());
            return new Asked(Mono.just(new Found.NotAtHand()), now);
        }
        var begun = new Asked(begun(address), now);
        asked.put(address, begun);
        return begun;
    }

    /** Cached, so that it goes on whoever gives up the wait. Chains are built where they hold up no event loop. */
    private Mono<Found> begun(CertificateAddress address) {
        return Mono.defer(() -> fetch.apply(address))
                .publishOn(Schedulers.boundedElastic())
                .map(pem -> kept(address, trust.trusted(pem)))
                .onErrorResume(error -> Mono.just(notKept(address, error)))
                .defaultIfEmpty(new Found.NotAtHand())
                .cache();
    }

    private Found kept(CertificateAddress address, SigningCertificate certificate) {
        known.put(address, certificate);
        LOG.info("PayPal's certificate {} is valid until {}", address.uri(), certificate.to());
        return new Found.Known(certificate);
    }

    private static Found notKept(CertificateAddress address, Throwable error) {
        if (error instanceof CertificateRefusedException) {
            LOG.error("{} is no certificate of PayPal's: {}", address.uri(), error.getMessage());
            return new Found.Refused();
        }
        LOG.warn("{} could not be fetched: {}", address.uri(), error.getClass().getSimpleName());
        return new Found.NotAtHand();
    }
}
