package dev.refill.endtoend.journey;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.HostedPage;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Operator;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Tap;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.Wallet;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** Orders that are paid at PayPal, by the real adapter and PayPal at the sandbox; after each its truth, orders and books agree. */
class PaypalJourneyIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MANAGEMENT = World.freePort();

    private static World world;
    private static Provider provider;
    private static Tap tap;
    private static Node node;
    private static Operator operator;

    @BeforeAll
    static void start(@TempDir Path folder) {
        tap = new Tap();
        world = new World(tap::before);
        provider = new Provider(world.sandbox());
        node = world.startNode(Wallet.settings(world, folder, "--refill.recharge.waits.unknown=1s",
                "--refill.recharge.waits.requires-action=1s", "--refill.refund.waits.unknown=1s",
                "--management.server.port=" + MANAGEMENT));
        operator = new Operator(world, node);
    }

    @AfterEach
    void theProviderAgrees() {
        provider.heal();
        world.books().settleAndCheck(LONGEST);
    }

    @AfterAll
    static void stop() {
        node.close();
        tap.close();
        world.close();
    }

    private static Api api() {
        return node.api(world.token());
    }

    private static Api.Answer placed(int number) {
        Api.Answer order = api().place(UUID.randomUUID().toString(),
                Api.rechargeOnPage(World.msisdn(number), 1_000));
        assertThat(order.state()).as(order.toString()).isEqualTo("requires_action");
        return order;
    }

    private static String page(Api.Answer order) {
        return order.json().path("paymentPage").stringValue("");
    }

    private static void becomes(Api.Answer order, String state) {
        Until.holds(order.id() + " is " + state, LONGEST, () -> now(order).state().equals(state));
    }

    private static Api.Answer now(Api.Answer order) {
        return api().get("/v1/recharges/" + order.id());
    }

    /** The payer agrees and comes back. */
    private static Api.Answer credited(int number) {
        Api.Answer order = placed(number);
        assertThat(HostedPage.follow(Wallet.agree(page(order), "BALANCE"))).isEqualTo(303);
        becomes(order, "credited");
        return order;
    }

    private static long balance(int number) {
        return world.books().count("SELECT coalesce(sum(balance), 0)::bigint FROM balance.bucket"
                + " WHERE account = 'bucket:sub_test" + number + "'");
    }

    private static boolean has(Api.Answer order, String event) {
        return world.books().count("SELECT count(*) FROM recharge.transition WHERE recharge_id = '" + order.id()
                + "' AND event = '" + event + "'") > 0;
    }

    private static Api.Answer refund(Api.Answer order, long amount) throws IOException {
        return operator.refund(order.id(), amount, "USD");
    }

    private static void hasSucceeded(Api.Answer refund) {
        Until.holds("the refund has succeeded", LONGEST, () -> world.books().count(
                "SELECT count(*) FROM recharge.refund WHERE id = '" + refund.id() + "' AND state = 'SUCCEEDED'") == 1);
    }

    private static long refunded(Api.Answer order) {
        return now(order).json().path("refunded").longValue();
    }

    private static long duplicates() throws IOException {
        return operator.webhooks(MANAGEMENT, "paypal", "duplicate");
    }

    private static Api.Answer posted(Tap.Overheard webhook) throws IOException {
        return Api.send(webhook.deliveryTo(node.base().resolve("/webhooks/paypal")));
    }

    private static void isRefused(Tap.Overheard webhook, String reason) throws IOException {
        Api.Answer answer = posted(webhook);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.json().path("type").stringValue("")).endsWith("webhook-" + reason);
    }

    private static Tap.Overheard captureOf(Api.Answer order) {
        return tap.overheard(world.books().text(
                "SELECT reference FROM recharge.payment WHERE recharge_id = '" + order.id() + "'"));
    }

    /** The very first webhook is refused, and has the certificate fetched. */
    private static void haveTheCertificateAtHand() {
        Tap.Overheard genuine = captureOf(credited(14));
        Until.holds("taken by now", LONGEST, () -> posted(genuine).status() == 200);
    }

    @Test
    void orderAgreedToOnThePageIsCapturedOnTheWayBackAndGivenBack() throws IOException {
        Api.Answer order = credited(1);
        assertThat(balance(1)).isEqualTo(1_100);

        Api.Answer refund = refund(order, 1_000);
        assertThat(refund.status()).as(refund.toString()).isEqualTo(201);
        hasSucceeded(refund);
        assertThat(balance(1)).isZero();
        assertThat(refunded(order)).isEqualTo(1_000);
    }

    @Test
    void orderIsGivenBackInParts() throws IOException {
        Api.Answer order = credited(2);
        hasSucceeded(refund(order, 400));
        assertThat(refunded(order)).isEqualTo(400);
        assertThat(balance(2)).isBetween(1L, 1_099L);
        hasSucceeded(refund(order, 600));
        assertThat(refunded(order)).isEqualTo(1_000);
        assertThat(balance(2)).isZero();
    }

    @Test
    void orderWhosePayerNeverComesBackIsCapturedAllTheSame() {
        Api.Answer order = placed(3);
        Wallet.agree(page(order), "BALANCE");
        becomes(order, "credited");
        assertThat(balance(3)).isEqualTo(1_100);
    }

    @ParameterizedTest
    @CsvSource({"EMPTY_ACCOUNT,4", "RESTRICTED_PAYER,5"})
    void orderWhoseCaptureIsDeclinedIsDeclined(String funding, int number) {
        long before = provider.captured();
        Api.Answer order = placed(number);
        HostedPage.follow(Wallet.agree(page(order), funding));
        becomes(order, "declined");
        assertThat(provider.captured()).isEqualTo(before);
        assertThat(balance(number)).isZero();
    }

    @Test
    void orderWhoseCardIsRefusedIsPaidOtherwiseOnTheSamePage() {
        Api.Answer order = placed(6);
        HostedPage.follow(Wallet.agree(page(order), "REFUSED_CARD"));
        Until.holds("the refusal is noted", LONGEST, () -> has(order, "CARD_REFUSED"));
        assertThat(now(order).state()).isEqualTo("requires_action");
        HostedPage.follow(Wallet.agree(page(order), "BALANCE"));
        becomes(order, "credited");
        assertThat(balance(6)).isEqualTo(1_100);
    }

    /** PayPal's page cannot be closed: the payer may agree, and nothing is taken. */
    @Test
    void orderThatIsCancelledIsNeverCaptured() throws IOException {
        long before = provider.captured();
        Api.Answer order = placed(7);
        api().post("/v1/recharges/" + order.id() + "/cancel", "");
        becomes(order, "cancelled");
        assertThat(HostedPage.follow(Wallet.agree(page(order), "BALANCE"))).isEqualTo(303);
        tap.overheard("\"custom_id\":\"closed.");
        assertThat(now(order).state()).isEqualTo("cancelled");
        assertThat(provider.captured()).isEqualTo(before);
        assertThat(balance(7)).isZero();
    }

    @Test
    void orderWhoseAnswerIsLostIsAskedForAgainAndPaidOnce() {
        provider.fault("{\"kind\": \"lose_answer\", \"target\": \"paypal.orders.create\", \"times\": 1}");
        long before = provider.captured();
        Api.Answer order = api().place(UUID.randomUUID().toString(), Api.rechargeOnPage(World.msisdn(8), 1_000));
        becomes(order, "requires_action");
        assertThat(has(order, "OUTCOME_UNKNOWN")).as("an outcome that was unknown").isTrue();
        Wallet.agree(page(now(order)), "BALANCE");
        becomes(order, "credited");
        assertThat(provider.captured()).isEqualTo(before + 1);
        assertThat(balance(8)).isEqualTo(1_100);
    }

    /** While no webhook comes, nothing but the next look can say what became of the capture. */
    @Test
    void orderWhoseCaptureIsNotHeardOfIsCreditedOnce() {
        provider.fault("{\"kind\": \"webhook_withhold\"}");
        provider.fault("{\"kind\": \"lose_answer\", \"target\": \"paypal.orders.capture\", \"times\": 1}");
        long before = provider.captured();
        Api.Answer order = placed(9);
        HostedPage.follow(Wallet.agree(page(order), "BALANCE"));
        becomes(order, "credited");
        assertThat(provider.captured()).isEqualTo(before + 1);
        assertThat(balance(9)).isEqualTo(1_100);

        provider.heal();
        captureOf(order);
        assertThat(balance(9)).isEqualTo(1_100);
    }

    @Test
    void refundWhoseAnswerIsLostGoesBackOnce() throws IOException {
        Api.Answer order = credited(10);
        provider.fault("{\"kind\": \"lose_answer\", \"target\": \"paypal.refunds.create\", \"times\": 1}");
        hasSucceeded(refund(order, 400));
        assertThat(refunded(order)).isEqualTo(400);
    }

    @Test
    void webhookThatComesAgainIsKeptOnce() throws IOException {
        haveTheCertificateAtHand();
        provider.fault(
                "{\"kind\": \"webhook_duplicate\", \"target\": \"paypal.PAYMENT.CAPTURE.COMPLETED\", \"count\": 2}");
        long before = duplicates();
        Api.Answer order = credited(11);
        Until.holds("told twice more", LONGEST, () -> duplicates() >= before + 2);
        assertThat(posted(captureOf(order)).status()).as("recorded on the way and sent again").isEqualTo(200);
        assertThat(duplicates()).isGreaterThanOrEqualTo(before + 3);
        assertThat(balance(11)).isEqualTo(1_100);
    }

    /** Made of a genuine one, which everybody on the way could have. */
    @Test
    void webhookThatIsForgedIsRefused() throws IOException {
        Api.Answer order = credited(12);
        haveTheCertificateAtHand();
        Tap.Overheard genuine = captureOf(order);
        isRefused(genuine.withBody(genuine.body().replace("10.00", "90.00")), "signature-wrong");
        isRefused(genuine.withHeader("PayPal-Transmission-Time", "2020-01-01T00:00:00Z"), "timestamp-too-old");
        isRefused(genuine.withHeader("PayPal-Transmission-Sig",
                Base64.getEncoder().encodeToString(new byte[256])), "signature-wrong");
        for (String elsewhere : new String[]{"https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1",
                "http://localhost:1/paypal/v1/notifications/certs/CERT-1", "http://169.254.169.254/latest"}) {
            isRefused(genuine.withHeader("PayPal-Cert-Url", elsewhere), "signature-malformed");
        }
        assertThat(now(order).state()).isEqualTo("credited");
        assertThat(balance(12)).isEqualTo(1_100);
    }
}
