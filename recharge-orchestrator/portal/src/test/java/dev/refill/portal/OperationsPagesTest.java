package dev.refill.portal;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import dev.refill.recharge.DecisionOutcome;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class OperationsPagesTest {

    private static final String CASE = "/operations/recharges/" + FakeOperations.id(1);
    private static final Map<String, String> ADA = Map.of(TestSignIn.HEADER, "sub_ada");

    @LocalServerPort
    private int port;

    @Autowired
    private FakeOperations operations;

    @Autowired
    private FakeInbox inbox;

    private Browser browser = new Browser(0);

    @BeforeEach
    void open() {
        operations.deeds.clear();
        operations.outcome = FakeOperations.decided();
        inbox.deeds.clear();
        browser = new Browser(port);
    }

    @Test
    void queueShowsCountsAndTheOldestPageByPage() {
        Browser.Page page = browser.get("/operations");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("60", "7 for too long", "given_up", "$10.00",
                "/operations/recharges/" + FakeOperations.id(1), "after=" + FakeOperations.id(50))
                .doesNotContain("??", "+12125550100", FakeOperations.id(51) + "<");
        assertThat(browser.get("/operations?after=" + FakeOperations.id(50)).body())
                .contains(FakeOperations.id(60) + "<").doesNotContain("Next page");
        assertThat(browser.get("/operations?state=nonsense&after=%3Cscript%3E").status()).isEqualTo(200);
        assertThat(browser.get("/operations?state=unknown").body()).contains("There is nothing here.");
    }

    @Test
    void queueShowsTheRefundsThatWaitForAPerson() {
        assertThat(browser.get("/operations").body()).contains("Refunds that wait for a person", "awaiting_approval",
                "$4.00", "asked for by person-ada", FakeMoneyBack.REFUND.value());
    }

    @Test
    void queueShowsHowEachGatewayStands() {
        assertThat(browser.get("/operations").body()).contains("stripe", "takes payments", "paypal", "answers badly",
                "acme", "switched off", "person-ada: &lt;b&gt;maintenance").doesNotContain("<b>maintenance", "??");
    }

    @Test
    void pagesHaveTheStrictPolicyAndAreNotKept() {
        var headers = browser.get(CASE).headers();
        assertThat(headers.getFirst("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(headers.getFirst("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void caseShowsItsEvidenceAsText() {
        Browser.Page page = browser.get(CASE);
        assertThat(page.body()).contains("given_up: in_review", "refill, poll", "&lt;script&gt;evidence", "person-eve",
                "closed unpaid", "Ask the provider now").doesNotContain("<script>evidence", "??");
        assertThat(page.hidden("version")).isEqualTo("3");
        assertThat(browser.get("/operations/recharges/" + FakeOperations.id(99)).status()).isEqualTo(404);
        assertThat(browser.get("/operations/recharges/nonsense").status()).isEqualTo(404);
    }

    @Test
    void caseShowsWhereItWasPaidAndWhyThere() {
        String page = browser.get(CASE).body();
        assertThat(page)
                .contains("There was no choice.", "Brought $10.00 after another payment", "By the rule &lt;i&gt;cards",
                        "asked first, as the draw by shares fell on it (share 70, cost 25)",
                        "asked, as it keeps the card<", "asked although it answered badly, as it keeps the card<",
                        "not asked, as a person had switched it off")
                .doesNotContain("<i>cards", "??");
    }

    @Test
    void caseShowsWhatOfTheMoneyWentBack() {
        assertThat(browser.get(CASE).body()).contains("awaiting_approval", "$4.00", "&lt;script&gt;reason",
                "asked for by person-ada", FakeMoneyBack.REFUND.value(), "opened", "$2.50", "fraudulent",
                FakeMoneyBack.DISPUTE.value(), "/v1" + CASE + "/refunds").doesNotContain("<script>reason", "??");
        assertThat(browser.get("/operations/recharges/" + FakeOperations.id(2)).body())
                .contains("Nothing of it went back").doesNotContain("$4.00", "??");
    }

    @Test
    void lookUpTellsWhatTheProviderSays() {
        browser.get(CASE);
        Browser.Page page = browser.post(CASE + "/look-up", Map.of(), ADA);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("captured 1000 USD (pi_1)");
        assertThat(operations.deeds).containsExactly("user looks up");
    }

    @Test
    void decisionIsMadeInTheNameOfWhoSignedIn() {
        browser.get(CASE);
        Browser.Page page = browser.post(CASE + "/decisions",
                Map.of("decision", "credit", "reason", " the bank says so ", "version", "3"), ADA);
        assertThat(page.body()).contains("Your decision is carried out");
        assertThat(operations.deeds).containsExactly("user CREDIT 3 the bank says so");
    }

    @Test
    void decisionThatIsIncompleteIsNotMade() {
        browser.get(CASE);
        for (Map<String, String> form : List.of(Map.of("decision", "credit", "version", "3"),
                Map.of("decision", "refund", "reason", "r", "version", "3"),
                Map.of("decision", "credit", "reason", "r", "version", "x"),
                Map.of("decision", "credit", "reason", "a\u0000b", "version", "3"),
                Map.of("decision", "credit", "reason", "paid by 4242 4242 4242 4242", "version", "3"),
                Map.of("decision", "credit", "reason", "r".repeat(501), "version", "3"))) {
            assertThat(browser.post(CASE + "/decisions", form, ADA).status()).isEqualTo(422);
        }
        assertThat(operations.deeds).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DecisionOutcome.Why.class)
    void refusalSaysWhyAndKeepsTheReason(DecisionOutcome.Why why) {
        operations.outcome = new DecisionOutcome.Refused(why, "declined");
        browser.get(CASE);
        Browser.Page page = browser.post(CASE + "/decisions",
                Map.of("decision", "close", "reason", "kept", "version", "3"), ADA);
        assertThat(page.status()).isEqualTo(409);
        assertThat(page.body()).contains("Nothing was done", "declined", "value=\"kept\"").doesNotContain("??");
    }

    @Test
    void deadEventIsShownAndHandledAgain() {
        assertThat(browser.get("/operations/webhooks").body()).contains("evt_dead", "12 attempts", "broken")
                .doesNotContain("??");
        Browser.Page event = browser.get("/operations/webhooks/stripe/evt_dead");
        assertThat(event.body()).contains("&lt;script&gt;evt_dead").doesNotContain("<script>evt", "??");

        String replay = "/operations/webhooks/stripe/evt_dead/replay";
        assertThat(browser.post(replay, Map.of("reason", " "), ADA).status()).isEqualTo(422);
        assertThat(browser.post(replay, Map.of("reason", "a\u0000b"), ADA).status()).isEqualTo(422);
        assertThat(browser.post(replay, Map.of("reason", "mended"), ADA).body()).contains("It is handled again");
        assertThat(inbox.deeds).containsExactly("user replays evt_dead mended");
        assertThat(browser.get("/operations/webhooks/stripe/evt_other").status()).isEqualTo(404);
        assertThat(browser.get("/operations/webhooks/NOT/evt_other").status()).isEqualTo(404);
    }
}
