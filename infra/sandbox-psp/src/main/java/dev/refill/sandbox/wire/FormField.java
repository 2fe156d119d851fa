package dev.refill.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.QueryStringDecoder;

/** The fields of small forms, and of queries. */
public final class FormField {

    private static final int MOST_FIELDS = 8;

    private FormField() {}

    /**
     * Empty when it is not there, or comes after too many others.
     *
     * @param form as browsers send it, URL-encoded
     */
    public static String of(String form, String name) {
        try {
            Map<String, List<String>> fields = new QueryStringDecoder(form, StandardCharsets.UTF_8, false, MOST_FIELDS)
                    .parameters();
            return fields.getOrDefault(name, List.of("")).getFirst();
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
