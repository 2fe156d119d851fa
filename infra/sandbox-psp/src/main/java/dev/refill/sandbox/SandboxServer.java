package dev.refill.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import dev.refill.sandbox.adyen.AdyenAccount;
import dev.refill.sandbox.adyen.AdyenApi;
import dev.refill.sandbox.adyen.AdyenWording;
import dev.refill.sandbox.adyen.link.Links;
import dev.refill.sandbox.adyen.page.Pages;
import dev.refill.sandbox.adyen.refund.RefundsInHand;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Endpoint;
import dev.refill.sandbox.core.Ids;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.lifecycle.Provider;
import dev.refill.sandbox.momo.MomoApi;
import dev.refill.sandbox.momo.MomoWording;
import dev.refill.sandbox.momo.payment.Asking;
import dev.refill.sandbox.momo.phone.Phones;
import dev.refill.sandbox.momo.refund.GivingBack;
import dev.refill.sandbox.page.Style;
import dev.refill.sandbox.paypal.Certificates;
import dev.refill.sandbox.paypal.PaypalAccount;
import dev.refill.sandbox.paypal.PaypalApi;
import dev.refill.sandbox.paypal.PaypalJson;
import dev.refill.sandbox.paypal.PaypalWording;
import dev.refill.sandbox.paypal.order.Orders;
import dev.refill.sandbox.paypal.page.Approvals;
import dev.refill.sandbox.paypal.signing.SigningKeys;
import dev.refill.sandbox.stripe.StripeApi;
import dev.refill.sandbox.stripe.checkout.Checkouts;
import dev.refill.sandbox.stripe.event.StripeWording;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.page.HostedPages;
import dev.refill.sandbox.stripe.refund.Refunding;
import dev.refill.sandbox.web.ControlApi;
import dev.refill.sandbox.web.Door;
import dev.refill.sandbox.wire.Dialect;

/**
 * A running sandbox. Starting and closing block; do neither on an event loop. Several may run in one process.
 */
public final class SandboxServer implements AutoCloseable {

    private static final String DEFAULT_ENDPOINT = "we_from_the_start";
    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final int LONGEST_HEADERS = 16 * 1024;

    private final SandboxSettings settings;
    private final List<Provider> providers;
    private final DisposableServer server;

    private SandboxServer(SandboxSettings settings) {
        this.settings = settings;
        Ids ids = new Ids(new Anywhere());
        Faults faults = new Faults();
        StripeJson json = new StripeJson(this::publicUrl);
        Path data = settings.data();
        Provider stripe = new Provider("stripe", data, settings.clock(), ids, settings.deliveries(),
                new StripeWording(json), faults);
        Provider momo = new Provider("momo", data == null ? null : data.resolve("momo"), settings.clock(), ids,
                settings.deliveries().once(), new MomoWording(), faults);
        Provider adyen = new Provider("adyen", data == null ? null : data.resolve("adyen"), settings.clock(), ids,
                settings.deliveries(), new AdyenWording(), faults);
        PaypalJson paypals = new PaypalJson(this::publicUrl);
        SigningKeys keys = new SigningKeys(data == null ? null : data.resolve("paypal"), settings.clock());
        Provider paypal = new Provider("paypal", data == null ? null : data.resolve("paypal"), settings.clock(), ids,
                settings.deliveries(), new PaypalWording(paypals, keys), faults);
        this.providers = List.of(stripe, momo, adyen, paypal);
        if (settings.webhook() != null && !settings.webhook().url().isEmpty()) {
            stripe.books().record(new Change.EndpointStands(endpoint(settings.webhook(), stripe.books())));
        }
        tellEverything(adyen, settings.adyenWebhook(), AdyenAccount.HMAC_KEY);
        if (tellEverything(paypal, settings.paypalWebhook(), PaypalAccount.WEBHOOK_ID)) {
            // Whoever is told has to be given the authority before.
            keys.signer();
        }
        // Pages come before the API that has all the rest of their prefix.
        List<Dialect> dialects = List.of(
                new Style(),
                new Pages(adyen.bookkeeper(), faults),
                new AdyenApi(adyen.bookkeeper(), faults, this::publicUrl),
                new Approvals(paypal.bookkeeper(), faults),
                new Certificates(keys),
                new PaypalApi(paypal.bookkeeper(), faults, paypals, settings.clock()),
                new Phones(momo.bookkeeper(), faults),
                new MomoApi(momo.bookkeeper(), faults, settings.clock()),
                new HostedPages(stripe.bookkeeper(), faults, settings.clock()));
        Dialect otherwise = new StripeApi(settings.apiKey(), json, stripe.bookkeeper(), faults, ids);
        this.server = HttpServer.create()
                .host(settings.host())
                .port(settings.port())
                .httpRequestDecoder(spec -> spec.maxInitialLineLength(LONGEST_HEADERS).maxHeaderSize(LONGEST_HEADERS))
                .idleTimeout(Duration.ofMinutes(5))
                .handle(new Door(dialects, otherwise, new ControlApi(faults, providers, stripe),
                        settings.openControl()))
                .bindNow(LONGEST_START);
        stripe.start(books -> timePassesAtStripe(books, settings.keepAnswers()));
        momo.start(SandboxServer::timePassesAtMtn);
        adyen.start(books -> timePassesAtAdyen(books, settings.keepAnswers()));
        paypal.start(books -> timePassesAtPaypal(books, settings.keepAnswers()));
    }

    /** @throws RuntimeException when the port is taken or the journal cannot be read */
    public static SandboxServer start(SandboxSettings settings) {
        return new SandboxServer(settings);
    }

    public int port() {
        return server.port();
    }

    /** Where API clients and the control API find it, without a slash at the end. */
    public String baseUrl() {
        return "http://localhost:" + port();
    }

    public String apiKey() {
        return settings.apiKey();
    }

    /** Answers no more, writes what is in hand, and leaves undelivered webhooks to the next start. */
    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
        providers.forEach(Provider::close);
    }

    private static void timePassesAtStripe(Books books, Duration keepAnswers) {
        Checkouts.expireOverdue(books);
        Refunding.settleDue(books);
        books.forgetAnswersBefore(books.now() - keepAnswers.toSeconds());
    }

    private static void timePassesAtMtn(Books books) {
        Asking.letRunOut(books);
        GivingBack.settleDue(books);
    }

    private static void timePassesAtAdyen(Books books, Duration keepAnswers) {
        Links.expireOverdue(books);
        RefundsInHand.settleDue(books);
        books.forgetAnswersBefore(books.now() - keepAnswers.toSeconds());
    }

    private static void timePassesAtPaypal(Books books, Duration keepAnswers) {
        Orders.forgetOverdue(books);
        books.forgetAnswersBefore(books.now() - keepAnswers.toSeconds());
    }

    /** @return whether there is somebody to tell */
    private static boolean tellEverything(Provider provider, @Nullable String url, String secret) {
        if (url == null || url.isEmpty()) {
            return false;
        }
        provider.books().record(new Change.EndpointStands(
                endpoint(new SandboxSettings.Webhook(url, secret, List.of("*")), provider.books())));
        return true;
    }

    private String publicUrl() {
        URI given = settings.publicUrl();
        return given == null ? baseUrl() : given.toString();
    }

    private static Endpoint endpoint(SandboxSettings.Webhook webhook, Books books) {
        Endpoint known = books.endpoints().find(DEFAULT_ENDPOINT);
        return new Endpoint(DEFAULT_ENDPOINT, webhook.url(), webhook.secret(), webhook.types(), Map.of(), null, null,
                known == null ? books.now() : known.created());
    }

    /** Each thread draws from its own source. */
    private static final class Anywhere implements RandomGenerator {

        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }

        @Override
        public int nextInt(int bound) {
            return ThreadLocalRandom.current().nextInt(bound);
        }
    }
}
