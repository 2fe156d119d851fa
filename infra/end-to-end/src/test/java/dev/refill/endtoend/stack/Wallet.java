package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.refill.sandbox.SandboxServer;
import dev.refill.sandbox.paypal.PaypalAccount;

/** PayPal at the sandbox: what a node is told of it, and the page on which payers agree. */
public final class Wallet {

    private static final HttpClient BROWSER = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private Wallet() {}

    /**
     * What makes a node have new orders paid at PayPal.
     *
     * @param folder where the sandbox's authority is put for it
     * @param more settings as arguments
     */
    public static String[] settings(World world, Path folder, String... more) {
        return Stream.concat(Stream.of(
                "--refill.recharge.gateway=paypal",
                "--refill.gateways.paypal.live=false",
                "--refill.gateways.paypal.api-base=" + world.sandbox().baseUrl() + "/paypal",
                "--refill.gateways.paypal.authorities=" + authority(world.sandbox(), folder),
                "--refill.gateways.paypal.client-id=" + PaypalAccount.CLIENT_ID,
                "--refill.gateways.paypal.client-secret=" + PaypalAccount.CLIENT_SECRET,
                "--refill.gateways.paypal.webhook-ids=" + PaypalAccount.WEBHOOK_ID), Stream.of(more))
                .toArray(String[]::new);
    }

    private static Path authority(SandboxServer sandbox, Path folder) {
        try {
            return Files.writeString(folder.resolve("authority.pem"),
                    send(HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/paypal/authority.pem"))).body());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * Agrees on an order's page.
     *
     * @param funding says what becomes of it
     * @return where the browser is sent back to
     */
    public static String agree(String page, String funding) {
        HttpResponse<String> answer = tryToAgree(page, funding);
        return answer.headers().firstValue("Location")
                .orElseThrow(() -> new AssertionError("not sent back: " + answer.statusCode() + " " + answer.body()));
    }

    /** Sends an order's page whatever may come of it. */
    public static HttpResponse<String> tryToAgree(String page, String funding) {
        return send(HttpRequest.newBuilder(URI.create(page))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("funding=" + funding)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return BROWSER.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
