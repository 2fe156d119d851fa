package dev.refill.portal;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class BalancePageTest {

    private static final Map<String, String> ADA = Map.of(TestSignIn.HEADER, "sub_ada");
    private static final Map<String, String> CY = Map.of(TestSignIn.HEADER, "sub_cy");

    @LocalServerPort
    private int port;

    @Test
    void balanceWhenSignedInThenUnitsAndNewestHistory() {
        Browser.Page page = new Browser(port).get("/balance", ADA);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("$437.50 airtime", "+1 212-555-0100", "−$2.50 airtime", "+$10.00 airtime",
                "rch_45", "rch_26", "/balance?before=260").doesNotContain("rch_25<", "??");
        assertThat(page.headers().getFirst("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void balanceWhenPagedToTheEndThenEachLineOnce() {
        Browser browser = new Browser(port);
        assertThat(browser.get("/balance?before=260", ADA).body()).contains("rch_25<", "rch_6<", "before=60")
                .doesNotContain("rch_26<", "rch_5<");
        assertThat(browser.get("/balance?before=60", ADA).body()).contains("rch_5<", "rch_1<", "Newest")
                .doesNotContain("rch_6<", "Older");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "99999999999999999999", "%00", "1%20or%201=1"})
    void balanceWhenPositionIsNonsenseThenNewest(String before) {
        assertThat(new Browser(port).get("/balance?before=" + before, ADA).body()).contains("rch_45<");
    }

    @Test
    void balanceWhenNothingHappenedThenSaysSo() {
        assertThat(new Browser(port).get("/balance", Map.of(TestSignIn.HEADER, "sub_bob")).body())
                .contains("There is no credit yet", "Nothing has happened yet");
    }

    @Test
    void balanceWhenPaymentsWentBackThenWhatIsHeldBackAndOwedInWords() {
        Browser.Page page = new Browser(port).get("/balance", CY);
        assertThat(page.body()).contains("$0.00 airtime", "$3.00 airtime is held back", "$7.00 airtime is owed")
                .containsSubsequence("Debt: spent, and the bank has taken its payment back", "−$7.00 airtime",
                        "Owed $7.00 airtime", "Held back: the bank has taken its payment back", "−$3.00 airtime",
                        "Balance $0.00 airtime", "Debt settled by a recharge", "+$4.00 airtime", "Owed $0.00 airtime",
                        "Usage", "Recharge", "Debt: refunded after it was spent", "Refund of a payment")
                .doesNotContain("??");
    }

    @Test
    void balanceWhenSomeOfItEndsThenHowMuchAndWhen() {
        assertThat(new Browser(port).get("/balance", ADA).body()).contains("$437.50 airtime",
                "$50.00 airtime of it can be spent until 2101-01-01 00:00:00 UTC");
    }

    @Test
    void balanceWhenNothingIsHeldBackOrOwedThenNotAWordOfIt() {
        assertThat(new Browser(port).get("/balance", ADA).body()).doesNotContain("held back", "owed", "Debt");
    }

    @Test
    void balanceWhenSomethingWasUsedThenBarsChartsAndWhatWasUsedLast() {
        String page = new Browser(port).get("/balance", ADA).body();
        assertThat(page).containsSubsequence("national-minutes", "25 minutes of 100 minutes left",
                "<meter min=\"0\" max=\"6000\" value=\"1500\" aria-labelledby=\"allowance-0\"",
                "2026-04-01 00:00:00 UTC",
                "Calls", "62 minutes in 30 days", "<rect", "height=\"1\"", "<rect", "height=\"60\"", "2026-02-01",
                "2026-03-02", "<th scope=\"row\">2026-03-02</th>", "62 minutes", "2026-02-02", "5 seconds", "Data",
                "1.23 MB in 30 days", "Used last", "Call", "+12125550100", "1 minute<",
                "$0.12 airtime charged", "Data", "1.23 MB", "No credit charged", "History")
                .doesNotContain("style=", "Messages day by day", "??");
    }

    @Test
    void balanceWhenNothingWasUsedOrPagesAreOlderThenNotAWordOfUsage() {
        assertThat(new Browser(port).get("/balance", Map.of(TestSignIn.HEADER, "sub_bob")).body())
                .doesNotContain("id=\"usage\"", "<meter", "<figure");
        assertThat(new Browser(port).get("/balance?before=260", ADA).body()).doesNotContain("id=\"usage\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub_stranger", "not a subscriber", "../sub_ada"})
    void balanceWhenNotASubscriberThenForbiddenPage(String claim) {
        Browser.Page page = new Browser(port).get("/balance", Map.of(TestSignIn.HEADER, claim));
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).contains("That is not allowed").doesNotContain("$437.50");
    }

    @Test
    void balanceWhenNobodyIsSignedInThenForbiddenPage() {
        assertThat(new Browser(port).get("/balance").status()).isEqualTo(403);
    }
}
