package dev.refill.endtoend.journey;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.HostedPage;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.PortalVisitor;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A subscriber keeps cards and has them charged by automatic top-ups, all on the portal's pages, while two nodes look for what is due. In
 * the end the provider's truth, the orders and the books agree.
 */
class KeptCardsJourneyIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String VISA = "4242424242424242";
    /** Its bank asks for the payer each time. */
    private static final String ASKING_VISA = "4000002760003184";
    private static final String LOGIN = "+12025550101";
    private static final String SUBSCRIBER = "sub_test0101";
    private static final String NUMBER = "+12025559101";
    private static final String PLAN = """
            {"plan":"round","title":"A cent a kilobyte","unit":"airtime:USD","time-zone":"UTC","data":
              {"10":{"price":1,"per":"1 kB","first":"1 kB","next":"1 kB","rounding":"up to 1"}}}""";

    private final World world = new World();
    private final Provider provider = new Provider(world.sandbox());
    private Node node;
    private Node other;
    private PortalVisitor ada;

    @BeforeEach
    void start() throws IOException {
        node = world.startNode();
        other = world.startAnotherNode();
        isCreated("/v1/tariffs/round/versions?reason=new", PLAN, "anna", "operations", "If-Match", "\"0\"");
        world.database().client().sql("""
                WITH added AS (
                    INSERT INTO balance.subscriber (id, msisdn, status, plan) VALUES (:id, :msisdn, 'ACTIVE', 'round')
                    RETURNING id, msisdn
                )
                INSERT INTO balance.subscriber_number (subscriber, msisdn, held) SELECT id, msisdn, true FROM added
                """).bind("id", SUBSCRIBER).bind("msisdn", NUMBER).then().block(LONGEST);
        ada = new PortalVisitor(world, node, LOGIN, "/cards");
    }

    @AfterEach
    void booksAgreeWithTheProvider() {
        world.books().settleAndCheck(LONGEST);
        ada.close();
        other.close();
        node.close();
        world.close();
    }

    private void isCreated(String path, String body, String client, String scope, String... headers)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.base().resolve(path))
                .header("Authorization", "Bearer " + world.issuer().client(client, scope))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        Api.Answer answer = Api.send(request.build());
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 299);
    }

    /** Usage that costs so many cents. */
    private void uses(long cents) throws IOException {
        isCreated("/v1/charging/events", """
                {"reference":"%s","number":"%s","service":"data","ratingGroup":10,"quantity":%d}"""
                .formatted(UUID.randomUUID(), NUMBER, cents * 1_000), "demo-network", "charging");
    }

    private PortalVisitor.Page cards() {
        PortalVisitor.Page page = ada.get("/cards");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("??");
        return page;
    }

    private void showsSoon(String... texts) {
        for (String text : texts) {
            Until.holds(text + " is on the page", LONGEST, () -> cards().body().contains(text));
        }
    }

    /** From the first page of the checkout to what becomes of paying. */
    private PortalVisitor.Page pays(String choice, Map<String, String> how) {
        assertThat(ada.get("/").status()).isEqualTo(200);
        PortalVisitor.Page amounts = ada.post("/recharge/amount", Map.of("number", NUMBER));
        PortalVisitor.Page summary = ada.post("/recharge/summary",
                Map.of("number", NUMBER, "choice", choice, "key", amounts.hidden("key")));
        assertThat(summary.body()).contains("Keep this card for next time").doesNotContain("value=\"yes\" checked");
        Map<String, String> form = new HashMap<>(how);
        for (String field : new String[]{"number", "choice", "key"}) {
            form.put(field, summary.hidden(field));
        }
        return ada.post("/recharge/pay", form);
    }

    /** Pays on the provider's page and chooses that the card is kept there. */
    private String keeps(String card, String choice) {
        PortalVisitor.Page paying = pays(choice, Map.of("keep", "yes"));
        assertThat(paying.status()).isEqualTo(303);
        URI back = URI.create(paying.location()).resolve(HostedPage.open(paying.location()).pay(card));
        if (back.getPath().startsWith("/authenticate/")) {
            back = URI.create(HostedPage.authenticate(back.toString()));
        }
        assertThat(HostedPage.follow(back.toString())).isEqualTo(303);
        String name = "Visa ending " + card.substring(card.length() - 4);
        showsSoon(name);
        PortalVisitor.Page page = cards();
        String id = page.found(name + "[\\s\\S]*?/cards/(crd_[0-9a-f]{32})/remove");
        assertThat(page.body()).as("nothing that could charge it").doesNotContain(
                world.books().text("SELECT token FROM recharge.kept_card WHERE id = '" + id + "'").split("\\."));
        return id;
    }

    private String setsUpATopUp(String card) {
        PortalVisitor.Page made = ada.post("/cards/top-ups", Map.of("when", "low", "threshold", "5.00", "card", card,
                "choice", "airtime-usd:1000", "limit", "100", "terms",
                cards().found("name=\"terms\" value=\"([^\"]+)\""),
                "key", cards().hidden("key")));
        assertThat(made.location()).endsWith("/cards?done=made");
        return cards().found("<article[^>]* id=\"(atu_[0-9a-f]{32})\"");
    }

    private void edits(String rule, String what, String done) {
        String version = cards().found("/cards/top-ups/" + rule + "/" + what
                + "\"[\\s\\S]*?name=\"version\" value=\"([0-9]+)\"");
        PortalVisitor.Page edited = ada.post("/cards/top-ups/" + rule + "/" + what, Map.of("version", version));
        assertThat(edited.location()).endsWith("/cards?done=" + done);
    }

    private void removes(String card) {
        assertThat(ada.post("/cards/" + card + "/remove", Map.of()).location()).endsWith("/cards?done=removed");
    }

    private long balance() {
        return world.books().count("SELECT coalesce(sum(balance), 0)::bigint FROM balance.bucket"
                + " WHERE account = 'bucket:" + SUBSCRIBER + "'");
    }

    private void becomes(long balance) {
        Until.holds("the balance is " + balance, LONGEST, () -> balance() == balance);
    }

    private long toppedUp() {
        return world.books().count("SELECT count(*) FROM recharge.recharge WHERE state = 'CREDITED'"
                + " AND claim_id LIKE 'auto-topup:%'");
    }

    @Test
    void cardThatTheProviderHasForgottenIsDeclinedForThatAndPausesItsTopUp() throws IOException {
        String visa = keeps(VISA, "airtime-usd:1000");
        becomes(1_100);
        setsUpATopUp(visa);
        provider.forget(world.books().text("SELECT split_part(token, '.', 1) FROM recharge.kept_card"));
        uses(700);
        showsSoon("The payment provider does not keep its card any more");
        assertThat(cards().body()).contains("You keep no card").doesNotContain("/resume\"");
        assertThat(world.books().text("SELECT state || ' ' || last_decline FROM recharge.recharge"
                + " WHERE claim_id LIKE 'auto-topup:%'")).isEqualTo("DECLINED CARD_GONE");
        assertThat(world.books().text("SELECT removed_by FROM recharge.kept_card")).isEqualTo("provider");
        assertThat(pays("airtime-usd:500", Map.of("card", visa)).body()).contains("This card is not there any more");
        assertThat(balance()).isEqualTo(400);
    }

    @Test
    void cardIsKeptChargedAgainToppedUpByAskedForPausedCancelledAndRemoved() throws IOException {
        assertThat(cards().body()).contains("You keep no card");
        String visa = keeps(VISA, "airtime-usd:1000");
        becomes(1_100);

        PortalVisitor.Page charged = pays("airtime-usd:2000", Map.of("card", visa));
        assertThat(charged.location()).startsWith("/orders/");
        assertThat(ada.get(charged.location()).body()).contains("Done: the credit is on the phone");
        assertThat(balance()).as("without a page").isEqualTo(3_400);

        String rule = setsUpATopUp(visa);
        long captured = provider.captured();
        uses(2_900);
        becomes(500);
        uses(50);
        becomes(1_550);
        showsSoon("Charged, and the credit is there");
        assertThat(toppedUp()).as("top-ups of one crossing, on two nodes").isOne();
        assertThat(provider.captured()).isEqualTo(captured + 1);

        edits(rule, "pause", "paused");
        assertThat(cards().body()).contains("Paused");
        String asking = keeps(ASKING_VISA, "airtime-usd:500");
        becomes(2_050);
        String askedFor = setsUpATopUp(asking);
        uses(1_600);
        showsSoon("Your bank wants you to confirm this payment");
        assertThat(balance()).as("nobody has confirmed it, and the other one is paused").isEqualTo(450);
        PortalVisitor.Page order = ada.get(cards().found("href=\"(/orders/[^\"]+)\"[^>]*>Confirm the payment"));
        assertThat(order.body()).contains("Waiting for your payment");
        String page = order.found("href=\"([^\"]+)\"[^>]*>Continue to payment");
        assertThat(HostedPage.follow(HostedPage.open(page).pay(VISA))).isEqualTo(303);
        becomes(1_550);
        Until.holds("its run has ended", LONGEST, () -> !cards().body().contains("Confirm the payment"));
        assertThat(toppedUp()).isEqualTo(2);

        edits(askedFor, "cancel", "cancelled");
        edits(rule, "resume", "resumed");
        edits(rule, "cancel", "cancelled");
        removes(asking);
        removes(visa);
        assertThat(cards().body()).contains("You keep no card", "Cancelled").doesNotContain("/pause\"", "/cancel\"");
        uses(1_100);
        assertThat(pays("airtime-usd:500", Map.of("card", visa)).body()).contains("This card is not there any more");
        Until.holds("the provider has forgotten both", LONGEST, () -> world.books().count(
                "SELECT count(*) FROM recharge.kept_card WHERE forgotten_at IS NULL") == 0);
        assertThat(world.books().count("SELECT count(*) FROM autotopup.run WHERE next_at IS NOT NULL")).isZero();
        assertThat(toppedUp()).as("nothing after the end").isEqualTo(2);
        assertThat(balance()).isEqualTo(450);
    }
}
