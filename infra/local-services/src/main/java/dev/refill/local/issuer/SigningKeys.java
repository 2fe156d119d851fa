package dev.refill.local.issuer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.List;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;

/**
 * The keys that sign: ES256 for access tokens, and RS256 for id tokens because OpenID Connect clients expect that one when
 * nothing else was agreed.
 */
record SigningKeys(ECKey access, RSAKey identity) {

    private static final int RSA_BITS = 2048;

    /** Reads the keys from a file that only its owner can read, or makes them and writes it. */
    static SigningKeys keptIn(Path file) {
        try {
            return Files.exists(file) ? read(file) : write(file, make());
        } catch (IOException unusable) {
            throw new UncheckedIOException("key file " + file, unusable);
        }
    }

    private static SigningKeys read(Path file) throws IOException {
        try {
            List<JWK> keys = JWKSet.parse(Files.readString(file)).getKeys();
            return new SigningKeys(keys.get(0).toECKey(), keys.get(1).toRSAKey());
        } catch (ParseException | RuntimeException damaged) {
            throw new IllegalStateException("key file " + file + " is damaged: delete it", damaged);
        }
    }

    private static SigningKeys make() {
        try {
            return new SigningKeys(
                    new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.ES256)
                            .keyIDFromThumbprint(true).generate(),
                    new RSAKeyGenerator(RSA_BITS).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.RS256)
                            .keyIDFromThumbprint(true).generate());
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java has P-256 and RSA", impossible);
        }
    }

    private static SigningKeys write(Path file, SigningKeys keys) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().resolve("..").normalize());
        Path unfinished = Files.createTempFile(folder, "keys", ".unfinished",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, keys.asSet().toString(false));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return keys;
    }

    /** With the private parts only if they are asked for when it is printed. */
    JWKSet asSet() {
        return new JWKSet(List.of(access, identity));
    }
}
