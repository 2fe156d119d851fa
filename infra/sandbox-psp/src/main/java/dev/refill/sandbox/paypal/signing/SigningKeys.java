package dev.refill.sandbox.paypal.signing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * The one signer of a sandbox, made when it is first needed. With a folder it outlives the process, so that whoever trusts its
 * authority goes on to; beside it the authority lies, to be named to a shop.
 */
public final class SigningKeys {

    private static final String NAME = "webhooks";
    /** No secret, like everything of a sandbox: who can read the folder can write it. */
    private static final char[] PASSWORD = "sandbox".toCharArray();

    private final @Nullable Path folder;
    private final Clock clock;
    private @Nullable Signer signer;

    /** @param folder absent keeps nothing beyond the process */
    public SigningKeys(@Nullable Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Blocks while it is made or read.
     *
     * @throws IllegalStateException when the folder cannot be read or written
     */
    public synchronized Signer signer() {
        if (signer == null) {
            signer = folder == null ? Signer.made(clock) : kept(folder);
        }
        return signer;
    }

    private Signer kept(Path in) {
        Path store = in.resolve("keys.p12");
        try {
            Files.createDirectories(in);
            Signer kept = Files.exists(store) ? read(store) : written(Signer.made(clock), store);
            Files.write(in.resolve("authority.pem"), kept.authority());
            return kept;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalStateException(store + " (expected: as the sandbox wrote it, or none)", unusable);
        }
    }

    private static Signer read(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Certificate[] chain = requireNonNull(keys.getCertificateChain(NAME));
        return new Signer((PrivateKey) requireNonNull(keys.getKey(NAME, PASSWORD)), (X509Certificate) chain[0],
                (X509Certificate) chain[1]);
    }

    private static Signer written(Signer made, Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, PASSWORD);
        keys.setKeyEntry(NAME, made.key(), PASSWORD, new Certificate[]{made.certificate(), made.issuer()});
        try (OutputStream out = Files.newOutputStream(store)) {
            keys.store(out, PASSWORD);
        }
        return made;
    }
}
