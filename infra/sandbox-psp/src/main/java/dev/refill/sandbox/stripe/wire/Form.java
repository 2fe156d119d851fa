package dev.refill.sandbox.stripe.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code a[b][0][c]=v} as a tree of maps and texts. An empty index {@code a[]} counts on from the last. */
public final class Form {

    private static final int MOST_PAIRS = 1_000;
    private static final int DEEPEST = 8;

    private Form() {}

    /** @throws Refusal when names contradict each other, are malformed, too deep or too many */
    public static Map<String, Object> parse(String encoded) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (encoded.isEmpty()) {
            return tree;
        }
        String[] pairs = encoded.split("&", MOST_PAIRS + 1);
        if (pairs.length > MOST_PAIRS) {
            throw malformed("Too many parameters");
        }
        for (String pair : pairs) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                put(tree, decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return tree;
    }

    /** The same parameters in any order have the same fingerprint. */
    public static String fingerprint(String target, String encoded) {
        String[] pairs = encoded.split("&");
        Arrays.sort(pairs);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(target.getBytes(StandardCharsets.UTF_8));
            for (String pair : pairs) {
                digest.update((byte) '\n');
                digest.update(pair.getBytes(StandardCharsets.UTF_8));
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(), 18));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static void put(Map<String, Object> tree, String name, String value) {
        int bracket = name.indexOf('[');
        String key = bracket < 0 ? name : name.substring(0, bracket);
        Map<String, Object> at = tree;
        int depth = 0;
        while (bracket >= 0) {
            int end = name.indexOf(']', bracket);
            boolean goesOn = end >= 0 && end + 1 < name.length();
            if (end < 0 || (goesOn && name.charAt(end + 1) != '[') || ++depth > DEEPEST) {
                throw malformed("Invalid parameter name: " + name);
            }
            at = child(at, key, name);
            String inner = name.substring(bracket + 1, end);
            key = inner.isEmpty() ? String.valueOf(at.size()) : inner;
            bracket = goesOn ? end + 1 : -1;
        }
        if (at.put(key, value) instanceof Map) {
            throw malformed("Invalid parameter: " + name + " is given as a hash and as a value");
        }
    }

    private static Map<String, Object> child(Map<String, Object> at, String key, String name) {
        Object child = at.computeIfAbsent(key, absent -> new LinkedHashMap<String, Object>());
        if (child instanceof Map<?, ?> map) {
            return asTree(map);
        }
        throw malformed("Invalid parameter: " + name + " is given as a hash and as a value");
    }

    /** Every map inside a tree was made by {@link #child}, with texts for keys. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> asTree(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            throw malformed("Invalid percent-encoding in the request");
        }
    }

    private static Refusal malformed(String message) {
        return new Refusal(ApiError.invalid(null, null, message));
    }
}
