package dev.refill.webhooks.outbound.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the database with AES-256-GCM. Each belongs to its endpoint: moved to another row it does not open. The
 * first key seals, each one opens what it has sealed, so that keys can be changed without a pause.
 */
public final class SecretVault {

    private static final int NEW_SECRET_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SHORTEST_KEY = 32;

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final String sealing;
    private final SecureRandom random;

    /** @param keys texts of 32 characters or more, each one's hash is a key */
    public SecretVault(List<String> keys, SecureRandom random) {
        if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length() < SHORTEST_KEY)) {
            throw new IllegalArgumentException("sealing keys: expected one or more of 32 characters or more");
        }
        for (String text : keys) {
            byte[] key = sha256(text.getBytes(StandardCharsets.UTF_8));
            this.keys.put(HexFormat.of().formatHex(sha256(key), 0, 4), new SecretKeySpec(key, "AES"));
        }
        this.sealing = this.keys.keySet().iterator().next();
        this.random = random;
    }

    public SigningSecret newSecret() {
        return new SigningSecret(randomBytes(NEW_SECRET_BYTES));
    }

    /** What may be kept: the name of the key and what it sealed. */
    public String seal(SigningSecret secret, String endpoint) {
        byte[] nonce = randomBytes(NONCE_BYTES);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, sealing, nonce, endpoint, secret.key());
        byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
        return sealing + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /**
     * The secret again.
     *
     * @throws IllegalStateException if no key that is here has sealed it, or if it belongs elsewhere
     */
    public SigningSecret open(String sealed, String endpoint) {
        String key = sealed.substring(0, Math.max(0, sealed.indexOf('.')));
        if (!keys.containsKey(key)) {
            throw new IllegalStateException("the secret was sealed by a key that is not set any more");
        }
        byte[] all = Base64.getUrlDecoder().decode(sealed.substring(key.length() + 1));
        return new SigningSecret(crypt(Cipher.DECRYPT_MODE, key, Arrays.copyOf(all, NONCE_BYTES), endpoint,
                Arrays.copyOfRange(all, NONCE_BYTES, all.length)));
    }

    private byte[] crypt(int mode, String key, byte[] nonce, String endpoint, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, keys.get(key), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(endpoint.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret cannot be sealed or opened", e);
        }
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
