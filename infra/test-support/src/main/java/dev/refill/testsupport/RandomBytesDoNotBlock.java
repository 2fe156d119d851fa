package dev.refill.testsupport;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets event loops draw random bytes. On Linux that reads {@code /dev/urandom}, which is a file to BlockHound and never
 * waits; keys and the tokens of Spring Security are drawn so.
 */
public final class RandomBytesDoNotBlock implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
    }
}
