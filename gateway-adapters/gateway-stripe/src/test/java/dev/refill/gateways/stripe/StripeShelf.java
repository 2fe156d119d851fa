package dev.refill.gateways.stripe;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.http.Request;
import org.jspecify.annotations.Nullable;

/** Objects of one kind by their keys, and what Stripe's lists show of them: newest first, bounded by time, in pages. */
final class StripeShelf {

    private final Map<String, Kept> kept = new LinkedHashMap<>();

    synchronized String keep(String key, Function<String, String> made) {
        return kept.computeIfAbsent(key,
                each -> new Kept(made.apply(each), Clock.systemUTC().instant().getEpochSecond())).json();
    }

    /** Puts another state in the place of an object. */
    synchronized void replace(String id, UnaryOperator<String> change) {
        kept.replaceAll((_key, one) -> one.isNamed(id) ? new Kept(change.apply(one.json()), one.created()) : one);
    }

    synchronized @Nullable String by(String key) {
        var found = kept.get(key);
        return found == null ? null : found.json();
    }

    synchronized List<String> all() {
        return kept.values().stream().map(Kept::json).toList();
    }

    synchronized @Nullable String named(String id) {
        return kept.values().stream().filter(one -> one.isNamed(id)).map(Kept::json).findFirst().orElse(null);
    }

    /** The page of a list that a request asks for. */
    synchronized String page(Request request) {
        var newestFirst = new ArrayList<>(kept.values()).reversed();
        var after = parameter(request, "starting_after");
        var rest = after == null ? newestFirst : after(newestFirst, after);
        var wanted = rest.stream().filter(one -> one.created() >= bound(request, "gte", 0)
                && one.created() <= bound(request, "lte", Long.MAX_VALUE)
                && one.created() < bound(request, "lt", Long.MAX_VALUE)).toList();
        var limit = Integer.parseInt(String.valueOf(parameter(request, "limit")));
        return list("list", wanted.stream().limit(limit).map(Kept::json).toList(), wanted.size() > limit);
    }

    static String list(String type, List<String> objects, boolean hasMore) {
        return objects.stream().collect(Collectors.joining(",",
                "{\"object\":\"" + type + "\",\"has_more\":" + hasMore + ",\"url\":\"/\",\"data\":[", "]}"));
    }

    private static List<Kept> after(List<Kept> newestFirst, String id) {
        return newestFirst.stream().dropWhile(one -> !one.isNamed(id)).skip(1).toList();
    }

    private static long bound(Request request, String which, long otherwise) {
        var bound = parameter(request, "created[" + which + "]");
        return bound == null ? otherwise : Long.parseLong(bound);
    }

    private static @Nullable String parameter(Request request, String name) {
        var parameter = request.queryParameter(name);
        return parameter.isPresent() ? parameter.firstValue() : null;
    }

    private record Kept(String json, long created) {

        boolean isNamed(String id) {
            return json.startsWith("{\"id\":\"" + id + "\"");
        }
    }
}
