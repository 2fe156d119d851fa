package dev.refill.security;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class RememberingDecoderTest {

    private final AtomicInteger signaturesChecked = new AtomicInteger();
    private final AtomicBoolean holds = new AtomicBoolean(true);
    private final ReactiveJwtDecoder decoder = new RememberingDecoder(this::checkSignature, jwt -> holds.get()
            ? OAuth2TokenValidatorResult.success()
            : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", "expired", null)));

    private Mono<Jwt> checkSignature(String token) {
        signaturesChecked.incrementAndGet();
        return token.startsWith("forged")
                ? Mono.error(new BadJwtException("forged"))
                : Mono.just(Jwt.withTokenValue(token).header("alg", "ES256").subject("somebody")
                        .issuedAt(Instant.EPOCH).build());
    }

    @Test
    void decodeWhenSeenBeforeThenItsSignatureIsNotCheckedAgain() {
        Jwt first = decoder.decode("a").block();

        assertThat(decoder.decode("a").block()).isSameAs(first);
        assertThat(signaturesChecked).hasValue(1);
        decoder.decode("b").block();
        assertThat(signaturesChecked).hasValue(2);
    }

    @Test
    void decodeWhenItNoLongerHoldsThenRefusedThoughItsSignatureIsRemembered() {
        decoder.decode("a").block();
        holds.set(false);

        decoder.decode("a").as(StepVerifier::create).verifyError(JwtValidationException.class);
    }

    @Test
    void decodeWhenForgedThenRefusedEachTimeAnew() {
        decoder.decode("forged").as(StepVerifier::create).verifyError(BadJwtException.class);
        decoder.decode("forged").as(StepVerifier::create).verifyError(BadJwtException.class);
        assertThat(signaturesChecked).hasValue(2);
    }

    @Test
    void decodeWhenVeryLongThenNotRemembered() {
        String huge = "x".repeat(5_000);
        decoder.decode(huge).block();
        decoder.decode(huge).block();
        assertThat(signaturesChecked).hasValue(2);
    }
}
