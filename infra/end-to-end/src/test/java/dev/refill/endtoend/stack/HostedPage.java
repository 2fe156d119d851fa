package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The provider's payment page, filled in as a browser without JavaScript would. */
public final class HostedPage {

    private static final Pattern ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final Pattern WAY_BACK = Pattern.compile("<a[^>]*href=\"([^\"]+/cancelled)\"");
    private static final HttpClient BROWSER = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final URI action;
    private final URI wayBack;

    private HostedPage(URI action, URI wayBack) {
        this.action = action;
        this.wayBack = wayBack;
    }

    public static HostedPage open(String page) {
        URI address = URI.create(page);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(address).build());
        Matcher form = ACTION.matcher(answer.body());
        Matcher wayBack = WAY_BACK.matcher(answer.body());
        if (answer.statusCode() != 200 || !form.find() || !wayBack.find()) {
            throw new AssertionError("no payment form at " + page + ": " + answer.statusCode() + " " + answer.body());
        }
        return new HostedPage(address.resolve(form.group(1).replace("&amp;", "&")), URI.create(wayBack.group(1)));
    }

    /** Where the link to cancel leads: into the order's pages. */
    public URI wayBack() {
        return wayBack;
    }

    /** Pays with a card that is accepted; answers with where the browser is sent back to. */
    public String pay(String cardNumber) {
        HttpResponse<String> answer = submit(cardNumber);
        return answer.headers().firstValue("Location")
                .orElseThrow(() -> new AssertionError("not sent back: " + answer.statusCode() + " " + answer.body()));
    }

    /**
     * Confirms a payment on the page where the card's bank asks for it.
     *
     * @return where the browser is sent back to
     */
    public static String authenticate(String page) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(page))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("outcome=complete"))
                .build());
        return answer.headers().firstValue("Location")
                .orElseThrow(() -> new AssertionError("not sent back: " + answer.statusCode() + " " + answer.body()));
    }

    /** Tries a card; answers with the page's status. */
    public HttpResponse<String> submit(String cardNumber) {
        return submit(cardNumber, "123");
    }

    /** The same with a security code. */
    public HttpResponse<String> submit(String cardNumber, String cvc) {
        Map<String, String> fields = Map.of("cardNumber", cardNumber, "cardExpiry", "12/34", "cardCvc", cvc,
                "billingName",
                "Jo Test");
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    /** Goes where the browser was sent, without following further; answers with the status. */
    public static int follow(String location) {
        return send(HttpRequest.newBuilder(URI.create(location)).build()).statusCode();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return BROWSER.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
