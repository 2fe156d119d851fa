package dev.refill.endtoend.journey;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.CardLinks;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Operator;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** Orders that are paid at Adyen, by the real adapter and Adyen at the sandbox; in the end its truth, orders and books agree. */
class AdyenJourneyIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final int MANAGEMENT = World.freePort();

    private static World world;
    private static Provider provider;
    private static Node node;
    private static Operator operator;

    @BeforeAll
    static void start() {
        world = new World();
        provider = new Provider(world.sandbox());
        node = world.startNode(CardLinks.settings(world, "--refill.recharge.waits.unknown=1s",
                "--management.server.port=" + MANAGEMENT));
        operator = new Operator(world, node);
    }

    @AfterEach
    void behave() {
        provider.heal();
    }

    @AfterAll
    static void theProviderAgrees() {
        world.books().settleAndCheck(LONGEST);
        node.close();
        world.close();
    }

    private static Api.Answer placed(int number) {
        Api.Answer order = node.api(world.token()).place(UUID.randomUUID().toString(),
                Api.rechargeOnPage(World.msisdn(number), 1_000));
        assertThat(order.state()).as(order.toString()).isEqualTo("requires_action");
        return order;
    }

    private static Api.Answer charged(int number, String storedCard) {
        return node.api(world.token()).place(UUID.randomUUID().toString(),
                Api.recharge(World.msisdn(number), 1_000, "shopper-1." + storedCard));
    }

    private static String page(Api.Answer order) {
        return order.json().path("paymentPage").stringValue("");
    }

    private static void becomes(String recharge, String state) {
        Until.holds(recharge + " is " + state, LONGEST,
                () -> node.api(world.token()).get("/v1/recharges/" + recharge).state().equals(state));
    }

    private static long balance(int number) {
        return world.books().count("SELECT coalesce(sum(balance), 0)::bigint FROM balance.bucket"
                + " WHERE account = 'bucket:sub_test" + number + "'");
    }

    @Test
    void orderPaidOnThePageIsCreditedByTheNotificationAndRefunded() throws IOException {
        Api.Answer order = placed(1);
        assertThat(CardLinks.pay(page(order), "Jo Test")).isEqualTo(303);
        becomes(order.id(), "credited");
        assertThat(balance(1)).isEqualTo(1_100);

        Api.Answer refund = operator.refund(order.id(), 1_000, "USD");
        assertThat(refund.state()).as(refund.toString()).isEqualTo("pending");
        Until.holds("the refund has succeeded", LONGEST, () -> world.books().count(
                "SELECT count(*) FROM recharge.refund WHERE id = '" + refund.id() + "' AND state = 'SUCCEEDED'") == 1);
        assertThat(balance(1)).isZero();
        assertThat(node.api(world.token()).get("/v1/recharges/" + order.id()).json().path("refunded").longValue())
                .isEqualTo(1_000);
    }

    @Test
    void orderWhoseFirstCardIsRefusedIsPaidByAnother() throws IOException {
        Api.Answer order = placed(2);
        assertThat(CardLinks.pay(page(order), "NOT_ENOUGH_BALANCE")).isEqualTo(402);
        assertThat(CardLinks.pay(page(order), "Jo Test")).isEqualTo(303);
        becomes(order.id(), "credited");
        assertThat(balance(2)).isEqualTo(1_100);
    }

    @Test
    void orderThatIsToldOfThreeTimesIsCreditedOnce() throws IOException {
        provider.fault("{\"kind\": \"webhook_duplicate\", \"target\": \"adyen.AUTHORISATION\", \"count\": 2}");
        long before = operator.webhooks(MANAGEMENT, "adyen", "duplicate");
        Api.Answer order = placed(3);
        assertThat(CardLinks.pay(page(order), "Jo Test")).isEqualTo(303);
        becomes(order.id(), "credited");
        Until.holds("told twice more", LONGEST,
                () -> operator.webhooks(MANAGEMENT, "adyen", "duplicate") >= before + 2);
        assertThat(balance(3)).isEqualTo(1_100);
    }

    @Test
    void orderThatIsCancelledCannotBePaidAnyMore() throws IOException {
        Api.Answer order = placed(4);
        node.api(world.token()).post("/v1/recharges/" + order.id() + "/cancel", "");
        becomes(order.id(), "cancelled");
        assertThat(CardLinks.pay(page(order), "Jo Test")).isEqualTo(410);
        assertThat(balance(4)).isZero();
    }

    @Test
    void orderByStoredCardIsCreditedOrDeclinedAtOnce() {
        assertThat(charged(5, "SANDBOXVISA").state()).isEqualTo("credited");
        assertThat(balance(5)).isEqualTo(1_100);
        assertThat(charged(6, "SANDBOXEMPTY").state()).isEqualTo("declined");
        assertThat(balance(6)).isZero();
    }

    /** While no notification comes, nothing but the second request can say what became of the first. */
    @Test
    void orderByStoredCardWhoseAnswerIsLostIsSentAgainUnderItsKeyAndCreditedOnce() {
        provider.fault("{\"kind\": \"webhook_withhold\", \"target\": \"adyen.AUTHORISATION\"}");
        provider.fault("{\"kind\": \"lose_answer\", \"target\": \"adyen.payments.create\", \"times\": 1}");
        long before = provider.captured();
        Api.Answer order = charged(7, "SANDBOXVISA");
        becomes(order.id(), "credited");
        assertThat(world.books().count("SELECT count(*) FROM recharge.transition WHERE recharge_id = '" + order.id()
                + "' AND to_state = 'UNKNOWN'")).as("an outcome that was unknown").isPositive();
        assertThat(provider.captured()).isEqualTo(before + 1);
        assertThat(balance(7)).isEqualTo(1_100);

        provider.heal();
        Until.holds("the notification is worked off", LONGEST, () -> world.books().count("""
                SELECT count(*) FROM webhooks.inbox i JOIN recharge.payment p ON i.event_id LIKE p.reference || ':%%'
                WHERE i.state = 'done' AND p.recharge_id = '%s'""".formatted(order.id())) == 1);
        assertThat(balance(7)).isEqualTo(1_100);
    }
}
