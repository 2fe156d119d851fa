package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.sandbox.SandboxServer;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The comparison finds money that the provider holds for an order that ended without credit. */
class BooksTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final TestDatabase database = TestDatabase.with("balance", "recharge");
    private final SandboxServer sandbox = SandboxServer.start(SandboxSettings.defaults().withPort(0));
    private final Books books = new Books(database.connections(), URI.create(sandbox.baseUrl()));

    /** @param known whether the order knows of its money */
    private void chargedOrder(String state, boolean known) throws IOException {
        provider("payment_intents",
                "amount=1000&currency=usd&confirm=true&payment_method=pm_card_visa&payment_method_types[]=card"
                        + "&metadata[operation_key]=pay_1");
        execute("""
                INSERT INTO recharge.recharge (id, claim_id, version, state, client_id, channel, subscriber_id, msisdn,
                    offer_id, price_minor, currency, credit_unit, credit, bonus, repeat_confirmed, created_at, changed_at)
                VALUES ('rch_1', 'c1', 1, '%s', 'app', 'APP', 'sub_1', '+12025550101', 'airtime-usd', 1000, 'USD',
                    'airtime:USD', 1000, 0, false, now(), now())
                """.formatted(state));
        execute("""
                INSERT INTO recharge.payment (id, recharge_id, seq, gateway, captured_minor, captured_currency)
                VALUES ('pay_1', 'rch_1', 1, 'stripe', %s)
                """.formatted(known ? "1000, 'USD'" : "NULL, NULL"));
        execute("""
                INSERT INTO recharge.transition (recharge_id, version, event, to_state, actor, cause, at)
                VALUES ('rch_1', 1, 'ACCEPTED', '%s', 'app', 'order', now())
                """.formatted(state));
    }

    @AfterEach
    void close() {
        sandbox.close();
        database.close();
    }

    @Test
    void moneyOfAnOrderThatAPersonReviewsIsNoBreak() throws IOException {
        chargedOrder("IN_REVIEW", true);
        books.check();
    }

    @Test
    void moneyOfAnOrderThatExpiredIsABreak() throws IOException {
        chargedOrder("EXPIRED", false);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(books::check)
                .withMessageContaining("UNPAID_WAS_NOT_CHARGED")
                .withMessageContaining("rch_1");
    }

    private void provider(String path, String form) throws IOException {
        Api.Answer answer = Api.send(HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/v1/" + path))
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    private void execute(String sql) {
        database.client().sql(sql).then().block(LONGEST);
    }
}
