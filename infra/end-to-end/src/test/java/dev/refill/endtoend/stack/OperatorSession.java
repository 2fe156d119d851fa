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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.refill.local.issuer.LocalIdentities;

/** An operator who has signed in on the first node's portal. */
public final class OperatorSession {

    private static final Pattern LOGIN = Pattern.compile("name=\"login\" value=\"([^\"]+)\"");
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final int MOST_REDIRECTS = 10;

    private final CookieManager cookies = new CookieManager();
    private final String formToken;

    public OperatorSession(World world, Node node) {
        try (HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build()) {
            String login = first(LOGIN, follow(browser, node.base().resolve("/operations")));
            HttpResponse<String> accepted = send(browser, HttpRequest.newBuilder(world.issuer().uri().resolve("/login"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers
                            .ofString("login=" + URLEncoder.encode(login, StandardCharsets.UTF_8)
                                    + "&msisdn=" + LocalIdentities.OPERATOR + "&pin=" + LocalIdentities.PIN)));
            this.formToken = first(FORM_TOKEN, follow(browser, location(accepted)));
        }
    }

    /** For the header {@code Cookie}. */
    public String cookie() {
        return cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** For the field {@code _csrf}. */
    public String formToken() {
        return formToken;
    }

    private static String first(Pattern form, HttpResponse<String> page) {
        Matcher found = form.matcher(page.body());
        if (!found.find()) {
            throw new AssertionError(form + " is not in " + page.statusCode() + " " + page.body());
        }
        return found.group(1);
    }

    private static HttpResponse<String> follow(HttpClient browser, URI start) {
        HttpResponse<String> answer = send(browser, HttpRequest.newBuilder(start));
        for (int redirects = 0; answer.statusCode() / 100 == 3 && redirects < MOST_REDIRECTS; redirects++) {
            answer = send(browser, HttpRequest.newBuilder(location(answer)));
        }
        return answer;
    }

    private static URI location(HttpResponse<String> redirect) {
        return redirect.uri().resolve(redirect.headers().firstValue("Location").orElseThrow());
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request) {
        try {
            return browser.send(request.header("Accept", "text/html").timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
