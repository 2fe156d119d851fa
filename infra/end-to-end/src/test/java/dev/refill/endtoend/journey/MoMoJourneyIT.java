package dev.refill.endtoend.journey;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.MobileMoney;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Operator;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** Orders that are paid by phone, through the real adapter and MTN at the sandbox; in the end its truth, orders and books agree. */
class MoMoJourneyIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static World world;
    private static Provider provider;
    private static MobileMoney phones;
    /** Looks at an order that a phone is asked for only after an hour: what it hears, it hears by callback. */
    private static Node node;

    @BeforeAll
    static void start() {
        world = new World();
        provider = new Provider(world.sandbox());
        phones = new MobileMoney(world);
        node = world.startNode(MobileMoney.settings(world, "--refill.recharge.waits.charging=1h",
                "--refill.refund.waits.pending=1s"));
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

    private static Api.Answer placed(Api at, int number, String payer) {
        return at.place(UUID.randomUUID().toString(), MobileMoney.recharge(World.msisdn(number), payer));
    }

    private static void becomes(Api at, String recharge, String state) {
        Until.holds(recharge + " is " + state, LONGEST,
                () -> at.get("/v1/recharges/" + recharge).state().equals(state));
    }

    private static Api api() {
        return node.api(world.token());
    }

    private static String credited(int number, String payer) throws IOException {
        Api.Answer order = placed(api(), number, payer);
        assertThat(order.state()).as(order.toString()).isEqualTo("charging");
        phones.says(payer, "approve");
        becomes(api(), order.id(), "credited");
        return order.id();
    }

    private static long balance(World in, int number) {
        return in.books().count("SELECT coalesce(sum(balance), 0)::bigint FROM balance.bucket"
                + " WHERE account = 'bucket:sub_test" + number + "' AND unit = 'airtime:EUR'");
    }

    private static long callbacksDone(World in, String recharge) {
        return in.books().count("""
                SELECT count(*) FROM webhooks.inbox i JOIN recharge.payment p ON i.event_id LIKE p.reference || ':%%'
                WHERE i.state = 'done' AND p.recharge_id = '%s'""".formatted(recharge));
    }

    @Test
    void orderConfirmedOnThePhoneIsCreditedByTheCallbackAndRefunded() throws IOException {
        String recharge = credited(1, "+256770000001");
        assertThat(balance(world, 1)).isEqualTo(1_100);
        Until.holds("the callback is worked off", LONGEST, () -> callbacksDone(world, recharge) == 1);

        Api.Answer refund = new Operator(world, node).refund(recharge, 1_000, "EUR");
        assertThat(refund.state()).as(refund.toString()).isEqualTo("pending");
        Until.holds("the refund has succeeded", LONGEST, () -> world.books().count(
                "SELECT count(*) FROM recharge.refund WHERE id = '" + refund.id() + "' AND state = 'SUCCEEDED'") == 1);
        assertThat(balance(world, 1)).isZero();
        assertThat(api().get("/v1/recharges/" + recharge).json().path("refunded").longValue())
                .isEqualTo(1_000);
    }

    @Test
    void orderRefusedOnThePhoneIsDeclined() throws IOException {
        Api.Answer order = placed(api(), 2, "+256770000002");
        phones.says("+256770000002", "reject");
        becomes(api(), order.id(), "declined");
        assertThat(balance(world, 2)).isZero();
    }

    @Test
    void orderWhoseAnswerIsLostIsAskedForOnceAndCredited() throws IOException {
        provider.fault("{\"kind\": \"lose_answer\", \"target\": \"momo.requesttopay.create\", \"times\": 1}");
        Api.Answer order = placed(api(), 3, "+256770000003");
        phones.says("+256770000003", "approve");
        becomes(api(), order.id(), "credited");
        assertThat(phones.isAsked("+256770000003")).as("asked once more").isFalse();
        assertThat(balance(world, 3)).isEqualTo(1_100);
    }

    /** In a world of its own: a node that waits longer, over the same orders, would put this one off. */
    @Test
    void orderWhoseCallbackNeverComesIsFoundByLookingItUp() throws IOException {
        try (World alone = new World();
                Node patrol = alone.startNode(MobileMoney.settings(alone, "--refill.recharge.waits.charging=1s"))) {
            new Provider(alone.sandbox()).fault("{\"kind\": \"webhook_withhold\"}");
            Api api = patrol.api(alone.token());
            Api.Answer order = placed(api, 4, "+256770000004");
            new MobileMoney(alone).says("+256770000004", "approve");
            becomes(api, order.id(), "credited");
            assertThat(callbacksDone(alone, order.id())).isZero();
            assertThat(balance(alone, 4)).isEqualTo(1_100);
            alone.books().settleAndCheck(LONGEST);
        }
    }
}
