package dev.refill.sandbox.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/** Whether what a request brings is the right secret. */
public final class Secrets {

    private Secrets() {}

    public static boolean same(String right, @Nullable String given) {
        return given != null && MessageDigest.isEqual(right.getBytes(StandardCharsets.UTF_8),
                given.getBytes(StandardCharsets.UTF_8));
    }

    /** @param authorization a header; Basic, if it is the right one */
    public static boolean isBasic(String user, String password, @Nullable String authorization) {
        String pair = user + ":" + password;
        return same("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
                authorization);
    }
}
