package dev.refill.sandbox.stripe.wire;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Form parameters with nested names, read once and in full: what was sent and not read is refused by {@link #refuseRest}.
 * For one request and one thread.
 */
public final class Params {

    private static final int LONGEST_METADATA_KEY = 40;
    private static final int LONGEST_METADATA_VALUE = 500;
    private static final int MOST_METADATA = 50;

    private final String path;
    private final Map<String, Object> entries;
    private final Set<String> read = new HashSet<>();
    private final List<Params> opened = new ArrayList<>();

    private Params(String path, Map<String, Object> entries) {
        this.path = path;
        this.entries = entries;
    }

    public static Params of(Map<String, Object> tree) {
        return new Params("", tree);
    }

    /** Absent or empty is null. */
    public @Nullable String text(String name) {
        return switch (take(name)) {
            case null -> null;
            case String text -> text.isEmpty() ? null : text;
            default -> throw new Refusal(ApiError.invalid(null, pathOf(name), "Invalid string: " + pathOf(name)));
        };
    }

    public String requiredText(String name) {
        if (!entries.containsKey(name)) {
            throw new Refusal(ApiError.missing(pathOf(name)));
        }
        String text = text(name);
        if (text == null) {
            throw new Refusal(ApiError.invalid("parameter_invalid_empty", pathOf(name),
                    "You passed an empty string for '"
                            + pathOf(name) + "'. We assume empty values are an attempt to unset a parameter; however '"
                            + pathOf(name) + "' cannot be unset. You should remove '" + pathOf(name)
                            + "' from your request or supply a non-empty value."));
        }
        return text;
    }

    public @Nullable Long integer(String name) {
        String text = text(name);
        return text == null ? null : parsed(name, text);
    }

    public long requiredInteger(String name) {
        return parsed(name, requiredText(name));
    }

    private long parsed(String name, String text) {
        boolean digits = !text.isEmpty() && text.length() <= 18;
        for (int at = 0; digits && at < text.length(); at++) {
            char digit = text.charAt(at);
            digits = (digit >= '0' && digit <= '9') || (at == 0 && digit == '-' && text.length() > 1);
        }
        if (!digits) {
            throw new Refusal(ApiError.invalid("parameter_invalid_integer", pathOf(name), "Invalid integer: " + text));
        }
        return Long.parseLong(text);
    }

    public boolean flag(String name) {
        String text = text(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw new Refusal(ApiError.invalid(null, pathOf(name), "Invalid boolean: " + text));
    }

    public @Nullable String oneOf(String name, List<String> allowed) {
        String text = text(name);
        if (text != null && !allowed.contains(text)) {
            throw new Refusal(ApiError.invalid(null, pathOf(name), "Invalid " + pathOf(name) + ": must be one of "
                    + String.join(", ", allowed)));
        }
        return text;
    }

    /** A nested hash; absent is empty. */
    public Params nested(String name) {
        return opened(pathOf(name), take(name));
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    public boolean isText(String name) {
        return entries.get(name) instanceof String;
    }

    /** A list of hashes, in the order of their indices as sent. */
    public List<Params> list(String name) {
        List<Params> items = new ArrayList<>();
        if (take(name) instanceof Map<?, ?> map) {
            map.forEach((index, item) -> items.add(opened(pathOf(name) + "[" + index + "]", item)));
        }
        return items;
    }

    /** A list of texts; a single text counts as a list of one. */
    public List<String> texts(String name) {
        return switch (take(name)) {
            case null -> List.of();
            case String text -> text.isEmpty() ? List.of() : List.of(text);
            case Map<?, ?> map -> texts(name, map);
            default -> throw new IllegalStateException("parameter " + name + " (expected: a text or a list)");
        };
    }

    private List<String> texts(String name, Map<?, ?> map) {
        List<String> texts = new ArrayList<>();
        for (Object item : map.values()) {
            if (!(item instanceof String text)) {
                throw new Refusal(ApiError.invalid(null, pathOf(name), "Invalid array"));
            }
            texts.add(text);
        }
        return texts;
    }

    /** Metadata within Stripe's limits. */
    public Map<String, String> metadata(String name) {
        Map<String, String> metadata = new LinkedHashMap<>();
        Object sent = take(name);
        if (sent instanceof String text && !text.isEmpty()) {
            throw new Refusal(ApiError.invalid(null, pathOf(name), "Invalid hash"));
        }
        if (sent instanceof Map<?, ?> map) {
            map.forEach((key, value) -> putMetadata(metadata, pathOf(name), String.valueOf(key), value));
        }
        if (metadata.size() > MOST_METADATA) {
            throw new Refusal(ApiError.invalid(null, pathOf(name), "You can only have " + MOST_METADATA
                    + " keys in metadata, and you passed " + metadata.size() + "."));
        }
        return metadata;
    }

    private static void putMetadata(Map<String, String> metadata, String path, String key, Object value) {
        if (!(value instanceof String text)) {
            throw new Refusal(
                    ApiError.invalid(null, path + "[" + key + "]", "Metadata values must be strings, but for key "
                            + key + " you passed in a value of type hash"));
        }
        if (key.length() > LONGEST_METADATA_KEY) {
            throw new Refusal(ApiError.invalid(null, path, "Metadata keys can have up to " + LONGEST_METADATA_KEY
                    + " characters, but you passed in a key with " + key.length() + " characters: " + key));
        }
        if (text.length() > LONGEST_METADATA_VALUE) {
            throw new Refusal(ApiError.invalid(null, path + "[" + key + "]", "Metadata values can have up to "
                    + LONGEST_METADATA_VALUE + " characters, but you passed in a value that is " + text.length()
                    + " characters. Invalid value: " + text.substring(0, 40) + "…"));
        }
        if (!text.isEmpty()) {
            metadata.put(key, text);
        }
    }

    /** Accepts parameters that change nothing here. */
    public Params accept(String... names) {
        read.addAll(List.of(names));
        return this;
    }

    /** Refuses what was sent and not read, here and in everything nested. */
    public void refuseRest() {
        for (String name : entries.keySet()) {
            if (!read.contains(name)) {
                throw new Refusal(ApiError.unknown(pathOf(name)));
            }
        }
        opened.forEach(Params::refuseRest);
    }

    private Params opened(String at, @Nullable Object value) {
        Params params = switch (value) {
            case null -> new Params(at, Map.of());
            case String text when text.isEmpty() -> new Params(at, Map.of());
            case Map<?, ?> map -> new Params(at, Form.asTree(map));
            default -> throw new Refusal(ApiError.invalid(null, at, "Invalid object"));
        };
        opened.add(params);
        return params;
    }

    private @Nullable Object take(String name) {
        read.add(name);
        return entries.get(name);
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "[" + name + "]";
    }
}
