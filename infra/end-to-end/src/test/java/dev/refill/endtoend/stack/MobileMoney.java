package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.refill.sandbox.momo.Product;

/** MTN at the sandbox: what a node is told of it, and the phones of its customers. */
public final class MobileMoney {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Pattern QUESTION = Pattern.compile("<form[^>]*action=\"(/momo/phone/[^\"]+)\"");

    private final URI sandbox;

    public MobileMoney(World world) {
        this.sandbox = URI.create(world.sandbox().baseUrl());
    }

    /**
     * What makes a node have new orders paid by phone, and sell for euros.
     *
     * @param more settings as arguments
     */
    public static String[] settings(World world, String... more) {
        return Stream.of(Stream.of(
                "--refill.recharge.gateway=momo",
                "--refill.gateways.momo.target-environment=sandbox",
                "--refill.gateways.momo.api-base=" + world.sandbox().baseUrl() + "/momo",
                "--refill.gateways.momo.callback-base=http://localhost:" + world.port() + "/webhooks/momo",
                "--refill.gateways.momo.callback-secrets=end-to-end-callback-secret-0123456789",
                "--refill.offers.catalog[0].id=airtime-eur",
                "--refill.offers.catalog[0].title=Airtime",
                "--refill.offers.catalog[0].currency=EUR",
                "--refill.offers.catalog[0].credit-unit=airtime:EUR",
                "--refill.offers.catalog[0].least=100",
                "--refill.offers.catalog[0].most=10000",
                "--refill.offers.catalog[0].presets[0].price=1000",
                "--refill.offers.catalog[0].presets[0].bonus=100"),
                keys(Product.COLLECTION), keys(Product.DISBURSEMENT), Stream.of(more))
                .flatMap(settings -> settings)
                .toArray(String[]::new);
    }

    private static Stream<String> keys(Product product) {
        String name = "--refill.gateways.momo." + product.path();
        return Stream.of(name + ".subscription-key=" + product.subscriptionKey(),
                name + ".api-user=" + product.apiUser(), name + ".api-key=" + product.apiKey());
    }

    /** A request body that asks a phone for ten euros. */
    public static String recharge(String msisdn, String payer) {
        return """
                {"msisdn": "%s", "offer": "airtime-eur", "amount": 1000, "currency": "EUR", "mobileMoney": "%s"}"""
                .formatted(msisdn, payer);
    }

    /** Waits until a phone is asked, and answers as its owner does: {@code approve} or {@code reject}. */
    public void says(String number, String outcome) throws IOException {
        URI phone = phone(number);
        Until.holds(number + " is asked", LONGEST, () -> question(phone).find());
        Matcher question = question(phone);
        if (!question.find()) {
            throw new AssertionError(number + " is asked no more");
        }
        Api.Answer answer = Api.send(HttpRequest.newBuilder(sandbox.resolve(question.group(1)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("outcome=" + outcome))
                .build());
        if (answer.status() != 303) {
            throw new AssertionError(answer.toString());
        }
    }

    /** Whether a question waits on a phone for its owner. */
    public boolean isAsked(String number) throws IOException {
        return question(phone(number)).find();
    }

    private URI phone(String number) {
        return sandbox.resolve("/momo/phone?number=" + number.substring(1));
    }

    private static Matcher question(URI phone) throws IOException {
        return QUESTION.matcher(Api.send(HttpRequest.newBuilder(phone).build()).body());
    }
}
