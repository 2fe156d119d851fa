package dev.refill.portal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;

/** A browser without JavaScript: keeps cookies, reads hidden fields, sends forms, follows nothing by itself. */
public final class Browser {

    private static final Pattern HIDDEN = Pattern
            .compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    /** The first page of each kind is slow where many tests share a processor. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One answer. */
    public record Page(int status, String body, HttpHeaders headers) {

        public String hidden(String name) {
            Matcher fields = HIDDEN.matcher(body);
            while (fields.find()) {
                if (fields.group(1).equals(name)) {
                    return fields.group(2);
                }
            }
            throw new AssertionError("no hidden field " + name + " in " + body);
        }

        public URI location() {
            return Objects.requireNonNull(headers.getLocation(), "location");
        }
    }

    private final String root;
    private final WebTestClient client;
    private final Map<String, String> cookies = new HashMap<>();
    private String csrf = "";

    public Browser(int port) {
        this.root = "http://localhost:" + port;
        this.client = WebTestClient.bindToServer().responseTimeout(PATIENCE).build();
    }

    public Page get(String path) {
        return get(path, Map.of());
    }

    public Page get(String path, Map<String, String> headers) {
        return page(client.get()
                .uri(URI.create(root + path))
                .accept(MediaType.TEXT_HTML)
                .headers(to -> headers.forEach(to::set))
                .cookies(to -> cookies.forEach(to::set))
                .exchange());
    }

    /** Sends a form with the token of the page last seen. */
    public Page post(String path, Map<String, String> fields) {
        return post(path, fields, Map.of());
    }

    public Page post(String path, Map<String, String> fields, Map<String, String> headers) {
        LinkedMultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.setAll(fields);
        form.set("_csrf", csrf);
        return page(client.post()
                .uri(URI.create(root + path))
                .accept(MediaType.TEXT_HTML)
                .headers(to -> headers.forEach(to::set))
                .cookies(to -> cookies.forEach(to::set))
                .body(BodyInserters.fromFormData(form))
                .exchange());
    }

    private Page page(WebTestClient.ResponseSpec response) {
        EntityExchangeResult<byte[]> result = response.expectBody().returnResult();
        for (ResponseCookie cookie : result.getResponseCookies().toSingleValueMap().values()) {
            cookies.put(cookie.getName(), cookie.getValue());
        }
        byte[] bytes = result.getResponseBody();
        String body = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        Page page = new Page(result.getStatus().value(), body, result.getResponseHeaders());
        csrf = body.contains("name=\"_csrf\"") ? page.hidden("_csrf") : csrf;
        return page;
    }
}
