package dev.refill.gateways.momo;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.refill.gateway.ProviderReference;

/**
 * Where MTN may tell what became of a payment: an address for each, which nobody can guess who was not told. It is made
 * of the payment's id by HMAC-SHA256, so it need not be kept, holds for one payment and one market, and is the same on
 * every try. Holds its secrets so that they are never printed.
 */
final class CallbackAddresses {

    private static final String ALGORITHM = "HmacSHA256";

    private final URI base;
    private final String market;
    private final List<SecretKeySpec> keys;

    /**
     * @param base our own address for MTN's callbacks, without a slash at its end
     * @param market the target environment
     * @param secrets the newest first: it makes addresses, and each of them proves one
     */
    CallbackAddresses(URI base, String market, List<String> secrets) {
        this.base = base;
        this.market = market;
        this.keys = secrets.stream()
                .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList();
    }

    URI of(ProviderReference reference) {
        return URI.create(base + "/" + new CallbackProof(reference, mac(keys.getFirst(), reference)).text());
    }

    /** Whether the address is one of ours; every secret is compared in constant time. */
    boolean isOurs(CallbackProof proof) {
        var made = false;
        for (var key : keys) {
            made |= MessageDigest.isEqual(mac(key, proof.reference()), proof.mac());
        }
        return made;
    }

    private byte[] mac(SecretKeySpec key, ProviderReference reference) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal((market + "/" + reference).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
