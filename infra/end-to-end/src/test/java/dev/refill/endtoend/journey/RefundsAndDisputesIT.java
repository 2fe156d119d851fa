package dev.refill.endtoend.journey;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Operator;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** Money that goes back through the real adapter and the sandbox provider; in the end its truth, orders and books agree. */
class RefundsAndDisputesIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static World world;
    private static Node node;

    @BeforeAll
    static void start() {
        world = new World();
        node = world.startNode();
    }

    @AfterAll
    static void theProviderAgrees() {
        world.books().settleAndCheck(LONGEST);
        node.close();
        world.close();
    }

    private static String recharged(int number) {
        Api.Answer answer = node.api(world.token()).place(UUID.randomUUID().toString(),
                Api.recharge(World.msisdn(number), 1_000, "pm_card_visa"));
        assertThat(answer.state()).as(answer.toString()).isEqualTo("credited");
        return answer.id();
    }

    private static Api.Answer refund(String recharge, long amount) throws IOException {
        return new Operator(world, node).refund(recharge, amount, "USD");
    }

    /** What a customer's bank does, by the sandbox's control API. */
    private static Api.Answer bank(String path, String body) throws IOException {
        Api.Answer answer = Api.send(HttpRequest.newBuilder(URI.create(world.sandbox().baseUrl() + "/sandbox" + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
        return answer;
    }

    private static String disputed(String recharge) throws IOException {
        String payment = text("SELECT reference FROM recharge.payment WHERE recharge_id = '" + recharge + "'");
        return bank("/disputes", "{\"payment\":\"" + payment + "\"}").json().path("dispute").stringValue("");
    }

    private static String text(String sql) {
        return String.valueOf(world.database().client().sql(sql).map(row -> row.get(0, String.class)).one()
                .block(LONGEST));
    }

    private static void until(String table, String column, String id, String state) {
        Until.holds(id + " is " + state, LONGEST, () -> world.books().count("SELECT count(*) FROM recharge." + table
                + " WHERE " + column + " = '" + id + "' AND state = '" + state + "'") == 1);
    }

    @Test
    void refundThatComesBackCanBeMadeAgain() throws IOException {
        String recharge = recharged(1);
        Api.Answer first = refund(recharge, 1_000);
        assertThat(first.state()).as(first.toString()).isEqualTo("succeeded");
        bank("/refunds/" + first.json().path("reference").stringValue("") + "/fail", "");
        until("refund", "id", first.id(), "FAILED");

        assertThat(refund(recharge, 333).state()).isEqualTo("succeeded");
        assertThat(refund(recharge, 667).state()).isEqualTo("succeeded");
        assertThat(node.api(world.token()).get("/v1/recharges/" + recharge).json().path("refunded").longValue())
                .isEqualTo(1_000);
    }

    @Test
    void lostDisputeAfterAPartOfTheOrderWasRefunded() throws IOException {
        String recharge = recharged(2);
        assertThat(refund(recharge, 400).status()).isEqualTo(201);
        String dispute = disputed(recharge);
        until("dispute", "reference", dispute, "OPENED");
        assertThat(refund(recharge, 1).status()).as("nothing is left").isEqualTo(422);
        bank("/disputes/" + dispute + "/lose", "");
        until("dispute", "reference", dispute, "LOST");
        Until.holds("the loss is in the books", LONGEST,
                () -> world.books().count("SELECT count(*) FROM balance.entry WHERE kind = 'dispute-lost'") == 1);
    }

    @Test
    void wonDisputeGivesTheCreditBack() throws IOException {
        String recharge = recharged(3);
        String dispute = disputed(recharge);
        until("dispute", "reference", dispute, "OPENED");
        bank("/disputes/" + dispute + "/win", "");
        until("dispute", "reference", dispute, "WON");
        Until.holds("the credit is back", LONGEST, () -> world.books().count("""
                SELECT coalesce(sum(balance), 0)::bigint FROM balance.bucket WHERE account = 'bucket:sub_test3'
                """) == 1_100);
    }
}
