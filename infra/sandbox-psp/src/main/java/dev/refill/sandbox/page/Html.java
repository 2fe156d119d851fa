package dev.refill.sandbox.page;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.wire.Reply;

/** Replies for browsers, with the headers that keep a page from doing anything but its job. */
public final class Html {

    private Html() {}

    /**
     * @param leadsTo where submitting the form may end: browsers hold redirects after a form to the same rule
     */
    public static Reply page(int status, byte[] html, @Nullable String leadsTo) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "text/html; charset=utf-8");
        headers.put("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
                + "frame-ancestors 'none'; form-action 'self'" + (leadsTo == null ? "" : " " + origin(leadsTo)));
        headers.put("Cache-Control", "no-store");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Content-Type-Options", "nosniff");
        return new Reply.Sent(status, headers, ByteBuffer.wrap(html));
    }

    public static Reply seeOther(String url) {
        return new Reply.Sent(303, Map.of("Location", url, "Cache-Control", "no-store"), ByteBuffer.allocate(0));
    }

    private static String origin(String url) {
        URI uri = URI.create(url.replace("{CHECKOUT_SESSION_ID}", "id"));
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
