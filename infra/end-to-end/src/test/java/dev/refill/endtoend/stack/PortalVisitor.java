package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.refill.local.issuer.LocalIdentities;

/** A subscriber who has signed in on a node's portal, with a browser without JavaScript. */
public final class PortalVisitor implements AutoCloseable {

    private static final Pattern LOGIN = Pattern.compile("name=\"login\" value=\"([^\"]+)\"");
    private static final int MOST_REDIRECTS = 10;

    private final HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final URI portal;
    private String formToken = "";

    /**
     * Signs in at the issuer, on the way to a page.
     *
     * @param who the number by which the issuer knows the subscriber
     * @param page for example {@code /cards}
     */
    public PortalVisitor(World world, Node node, String who, String page) {
        this.portal = node.base();
        Page login = follow(get(page));
        Page accepted = send(HttpRequest.newBuilder(world.issuer().uri().resolve("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("login=" + encoded(first(LOGIN, login.body())) + "&msisdn="
                        + encoded(who) + "&pin=" + LocalIdentities.PIN)));
        follow(accepted);
    }

    /** One answer. */
    public record Page(URI address, int status, String body, String location) {

        /** The value of a hidden field. */
        public String hidden(String name) {
            return first(Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\""), body);
        }

        /** What a pattern has in its first group. */
        public String found(String pattern) {
            return first(Pattern.compile(pattern), body);
        }
    }

    public Page get(String path) {
        return send(HttpRequest.newBuilder(portal.resolve(path)));
    }

    /** Sends a form with the token of the page last seen. */
    public Page post(String path, Map<String, String> fields) {
        Map<String, String> form = new HashMap<>(fields);
        form.put("_csrf", formToken);
        return send(HttpRequest.newBuilder(portal.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&")))));
    }

    private Page follow(Page start) {
        Page page = start;
        for (int redirects = 0; page.status() / 100 == 3 && redirects < MOST_REDIRECTS; redirects++) {
            page = send(HttpRequest.newBuilder(page.address().resolve(page.location())));
        }
        return page;
    }

    private Page send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = browser.send(
                    request.header("Accept", "text/html").timeout(Duration.ofSeconds(30)).build(),
                    HttpResponse.BodyHandlers.ofString());
            Page page = new Page(answer.uri(), answer.statusCode(), answer.body(),
                    answer.headers().firstValue("Location").orElse(""));
            formToken = page.body().contains("name=\"_csrf\"") ? page.hidden("_csrf") : formToken;
            return page;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static String first(Pattern form, String body) {
        Matcher found = form.matcher(body);
        if (!found.find()) {
            throw new AssertionError(form + " is not in " + body);
        }
        return found.group(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        browser.close();
    }
}
