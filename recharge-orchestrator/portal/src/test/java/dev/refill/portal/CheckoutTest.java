package dev.refill.portal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import dev.refill.gateway.PaymentMethodType;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.StartOutcome;
import dev.refill.subscriber.Msisdn;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "refill.portal.payment-origins=http://pay.example.test")
class CheckoutTest {

    private static final Map<String, String> TWENTY = Map.of("number", "+12125550100", "choice", "airtime-usd:2000");

    private static final Map<String, String> ADA = Map.of(TestSignIn.HEADER, "sub_ada");
    private static final Map<String, String> BOB = Map.of(TestSignIn.HEADER, "sub_bob");

    @LocalServerPort
    private int port;

    @Autowired
    private FakeRecharges recharges;

    @Autowired
    private FakeKeptCards cards;

    private Browser browser = new Browser(0);

    @BeforeEach
    void open() {
        recharges.reset();
        cards.reset();
        browser = new Browser(port);
        assertThat(browser.get("/").status()).isEqualTo(200);
    }

    @Test
    void numberThenAmountThenSummaryThenCardPage() {
        Browser.Page amount = browser.post("/recharge/amount", Map.of("number", "(212) 555-0100"));
        assertThat(amount.status()).isEqualTo(200);
        assertThat(amount.body()).contains("+1 212-555-0100", "$20.00 airtime", "+ $1.00 airtime bonus");

        Browser.Page summary = browser.post("/recharge/summary", Map.of("number", amount.hidden("number"), "choice",
                "airtime-usd:2000", "key", amount.hidden("key")));
        assertThat(summary.status()).isEqualTo(200);
        assertThat(summary.body()).contains("+1 212-555-0100", "$1.00 airtime", "$21.00 airtime", "Pay $20.00");
        assertThat(summary.hidden("key")).isEqualTo(amount.hidden("key"));

        Browser.Page paid = browser.post("/recharge/pay", fields(summary));
        assertThat(paid.status()).isEqualTo(303);
        assertThat(paid.location()).isEqualTo(FakeRecharges.CARD_PAGE);
        assertThat(paid.body()).contains("href=\"" + FakeRecharges.CARD_PAGE + "\"");
    }

    @Test
    void payWhenFormIsSentAgainThenSameOrder() {
        Map<String, String> form = fields(browser.post("/recharge/summary", TWENTY));
        browser.post("/recharge/pay", form);
        browser.post("/recharge/pay", form);
        assertThat(recharges.commands).hasSize(2);
        assertThat(recharges.count()).isOne();
    }

    @Test
    void payWhenAmountWasChangedInBetweenThenAnotherOrder() {
        Map<String, String> form = fields(browser.post("/recharge/summary", TWENTY));
        browser.post("/recharge/pay", form);
        form.put("choice", "airtime-usd:5000");
        browser.post("/recharge/pay", form);
        assertThat(recharges.count()).isEqualTo(2);
    }

    @Test
    void summaryWhenRenderedTwiceWithoutKeyThenTwoKeys() {
        assertThat(browser.post("/recharge/summary", TWENTY).hidden("key"))
                .isNotEqualTo(browser.post("/recharge/summary", TWENTY).hidden("key"));
    }

    @Test
    void payWhenKeyIsNotOursThenSummaryWithNewKeyAndNoOrder() {
        Map<String, String> form = new HashMap<>(TWENTY);
        form.put("key", "1' or '1'='1");
        Browser.Page page = browser.post("/recharge/pay", form);
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.hidden("key")).hasSize(22);
        assertThat(recharges.commands).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4242 4242 4242 4242", "4242424242424242", "cvc 123", "sk_live_51H0aBcDeFgHi"})
    void formWhenACardIsTypedThenAskedAgainAndNothingOfItIsShown(String typed) {
        Browser.Page number = browser.post("/recharge/amount", Map.of("number", typed));
        assertThat(number.status()).isEqualTo(422);
        assertThat(number.body()).doesNotContain(typed);
        Browser.Page amount = browser.post("/recharge/pay",
                Map.of("number", "+12125550100", "choice", "airtime-usd:own", "own-airtime-usd", typed));
        assertThat(amount.status()).isEqualTo(422);
        assertThat(amount.body()).doesNotContain(typed);
        assertThat(recharges.commands).isEmpty();
    }

    @Test
    void payWhenOrderIsPastPaymentThenItsOwnPage() {
        Map<String, String> form = fields(browser.post("/recharge/summary", TWENTY));
        browser.post("/recharge/pay", form);
        recharges.move("tok_" + "0".repeat(25) + "1", RechargeState.CREDITED);
        assertThat(browser.post("/recharge/pay", form).location()).hasPath("/orders/tok_" + "0".repeat(25) + "1");
    }

    @Test
    void payWhenRepeatIsRefusedThenAskedLikewise() {
        recharges.answerWith(new StartOutcome.Refused(Refusal.REPEAT_NOT_CONFIRMED));
        assertThat(browser.post("/recharge/pay", fields(browser.post("/recharge/summary", TWENTY))).body())
                .contains("Yes, recharge again for $20.00");
    }

    @Test
    void payWhenSameRechargeWithinAMinuteThenAskedAndThenDone() {
        recharges.answerWith(new StartOutcome.ConfirmationNeeded());
        Map<String, String> form = fields(browser.post("/recharge/summary", TWENTY));
        Browser.Page asked = browser.post("/recharge/pay", form);
        assertThat(asked.status()).isEqualTo(409);
        assertThat(asked.body()).contains("same amount less than a minute ago", "Yes, recharge again for $20.00");
        assertThat(asked.hidden("repeat")).isEqualTo("yes");
        assertThat(asked.hidden("key")).isEqualTo(form.get("key"));

        form.put("repeat", "yes");
        assertThat(browser.post("/recharge/pay", form).status()).isEqualTo(303);
    }

    @Test
    void payWhenNobodyAnswersThenSameKeyAgain() {
        Map<String, String> form = fields(browser.post("/recharge/summary", TWENTY));
        recharges.failWith(new IllegalStateException("down"));
        Browser.Page page = browser.post("/recharge/pay", form);
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.hidden("key")).isEqualTo(form.get("key"));
        assertThat(page.body()).contains("cannot be charged twice");
    }

    @ParameterizedTest
    @EnumSource(value = Refusal.class, mode = EnumSource.Mode.EXCLUDE, names = {"REPEAT_NOT_CONFIRMED",
            "NO_GATEWAY_NOW"})
    void payWhenRefusedThenReasonOnThePageThatCanMendIt(Refusal refusal) {
        Map<String, String> form = fields(browser.post("/recharge/summary", TWENTY));
        recharges.answerWith(new StartOutcome.Refused(refusal));
        Browser.Page page = browser.post("/recharge/pay", form);
        assertThat(page.status()).isIn(422, 429);
        assertThat(page.body()).contains("There is a problem", "id=\"error-summary\"").doesNotContain("??");
    }

    @Test
    void payWhenNoGatewayTakesPaymentsThenToldToTryLaterWithTheSameKey() {
        Map<String, String> form = fields(browser.post("/recharge/summary", TWENTY));
        recharges.answerWith(new StartOutcome.Refused(Refusal.NO_GATEWAY_NOW));
        Browser.Page page = browser.post("/recharge/pay", form);
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.body()).contains("Nothing was charged", "id=\"error-summary\"").doesNotContain("??");
        assertThat(page.hidden("key")).isEqualTo(form.get("key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "abc", "123", "+1", "555-0100", "+12125550100000000",
            "<script>alert(1)</script>",
            "+1212555010\u0000", "' or 1=1 --"})
    void amountWhenNumberIsNotOneThenAskedAgain(String number) {
        Browser.Page page = browser.post("/recharge/amount", Map.of("number", number));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("href=\"#number\"", "aria-invalid=\"true\"", "number-error")
                .doesNotContain("<script>alert");
        assertThat(page.body()).contains("<title>Error: ", "Enter a ");
    }

    @Test
    void amountWhenNumberIsVeryLongThenAskedAgainWithoutEchoingIt() {
        Browser.Page page = browser.post("/recharge/amount", Map.of("number", "7".repeat(100_000)));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).hasSizeLessThan(10_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            airtime-usd:0              | '' | #choice
                                            airtime-usd:-1000          | '' | #choice
                                            airtime-usd:1e3            | '' | #choice
                                            airtime-usd:1000.5         | '' | #choice
                                            airtime-usd:499            | '' | #choice
                                            airtime-usd:20001          | '' | #choice
                                            airtime-usd:999999999999999| '' | #choice
                                            airtime-usd:9999999999999999999 | '' | #choice
                                            airtime-eur:1000           | '' | #choice
                                            ../../etc/passwd           | '' | #choice
                                            "><img src=x onerror=a()>  | '' | #choice
                                            ''                         | '' | #choice
                                            airtime-usd:own            | '' | #own-airtime-usd
                                            airtime-usd:own            | 0  | #own-airtime-usd
                                            airtime-usd:own            | -5 | #own-airtime-usd
                                            airtime-usd:own            | 1e3 | #own-airtime-usd
                                            airtime-usd:own            | 12.345 | #own-airtime-usd
                                            airtime-usd:own            | 4.99 | #own-airtime-usd
                                            airtime-usd:own            | 200.01 | #own-airtime-usd
                                            airtime-usd:own            | 1,000.00 | #own-airtime-usd
                                            airtime-usd:own            | NaN | #own-airtime-usd
                                            airtime-usd:own            | ١٢ | #own-airtime-usd
                                            airtime-usd:own            | 99999999999999999999 | #own-airtime-usd
                                            airtime-usd:own            | <script>alert(1)</script> | #own-airtime-usd
                                            """)
    void summaryWhenChoiceIsNotOnSaleThenAmountAgain(String choice, String own, String field) {
        Browser.Page page = browser.post("/recharge/summary",
                Map.of("number", "+12125550100", "choice", choice, "own-airtime-usd", own));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("href=\"" + field + "\"", "id=\"" + field.substring(1) + "\"")
                .doesNotContain("<script>alert", "<img src=x");
        assertThat(recharges.commands).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"12.5,$12.50", "'12,50',$12.50", "$7,$7.00", "5.00,$5.00", "200,$200.00", "0012.00,$12.00"})
    void summaryWhenOwnAmountIsPlainDecimalThenExact(String typed, String shown) {
        Browser.Page page = browser.post("/recharge/summary",
                Map.of("number", "+12125550100", "choice", "airtime-usd:own", "own-airtime-usd", typed));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Pay " + shown);
    }

    @Test
    void summaryWhenOnlyAnAmountWasTypedThenItCounts() {
        assertThat(browser.post("/recharge/summary", Map.of("number", "+12125550100", "own-airtime-usd", "15")).body())
                .contains("Pay $15.00");
    }

    @Test
    void summaryWhenHiddenNumberIsForgedThenNumberPage() {
        assertThat(browser.post("/recharge/summary", Map.of("number", "x", "choice", "airtime-usd:1000")).body())
                .contains("href=\"#number\"");
    }

    @Test
    void previewTellsWhatAnAmountBuysOrWhyNot() {
        Map<String, String> form = new HashMap<>(Map.of("number", "+12125550100", "own-airtime-usd", "12.50"));
        assertThat(browser.post("/recharge/preview", form).body()).contains("$12.50 buys $12.50 airtime")
                .doesNotContain("<html");
        form.put("own-airtime-usd", "1");
        Browser.Page bad = browser.post("/recharge/preview", form);
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.body()).contains("Enter an amount from $5.00 to $200.00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/recharge/amount", "/recharge/summary", "/recharge/pay"})
    void laterStepsWhenOpenedByAddressThenStart(String path) {
        assertThat(browser.get(path).location()).hasPath("/");
    }

    @Test
    void postWhenTokenIsMissingThenForbiddenPage() {
        Browser stranger = new Browser(port);
        Browser.Page page = stranger.post("/recharge/pay", TWENTY);
        assertThat(page.status()).isEqualTo(403);
        assertThat(recharges.commands).isEmpty();
    }

    private Browser.Page payByPhone(Map<String, String> more) {
        recharges.takesOnly(PaymentMethodType.MOBILE_MONEY);
        Map<String, String> form = fields(browser.post("/recharge/summary", TWENTY));
        form.putAll(more);
        return browser.post("/recharge/pay", form);
    }

    private PaymentMeans paidBy() {
        return Objects.requireNonNull(recharges.commands.getLast().means());
    }

    @Test
    void summaryWhenPhonesPayThenAsksWhichAndProposesTheOneThatIsRecharged() {
        recharges.takesOnly(PaymentMethodType.MOBILE_MONEY, PaymentMethodType.CARD_ON_FILE);
        assertThat(browser.post("/recharge/summary", TWENTY).body())
                .contains("<label for=\"payer\">Phone that pays</label>", "aria-describedby=\"payer-hint\"",
                        "id=\"payer-hint\"", "We ask this phone to pay")
                .containsPattern("name=\"payer\"[^>]* value=\"\\+12125550100\"")
                .doesNotContain("enter your card", "aria-invalid", "??");
        assertThat(browser.get("/").body()).contains("You confirm on your phone").doesNotContain("Your card goes to");
    }

    @Test
    void summaryWhenThereIsAPageThenAsksForNoPhone() {
        recharges.takesOnly(PaymentMethodType.MOBILE_MONEY, PaymentMethodType.HOSTED_PAGE);
        assertThat(browser.post("/recharge/summary", TWENTY).body()).contains("enter your card")
                .doesNotContain("Phone that pays", "name=\"payer\"");
    }

    @Test
    void payWhenAPhonePaysThenItsOrderPage() {
        Browser.Page page = payByPhone(Map.of("payer", "+256 770 000001"));
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.location()).hasPath("/orders/tok_" + "0".repeat(25) + "1");
        assertThat(paidBy()).isEqualTo(new PaymentMeans.MobileMoney(new Msisdn("+256770000001")));
        assertThat(browser.get(page.location().getPath()).body())
                .contains("Confirm the payment on the phone", "+25•••••••001", "+1 212-555-0100")
                .doesNotContain("770000001", "Continue to payment", "??");
    }

    @Test
    void payWhenNoPhoneIsNamedThenTheOneThatIsRecharged() {
        payByPhone(Map.of("payer", ""));
        assertThat(paidBy()).isEqualTo(new PaymentMeans.MobileMoney(new Msisdn("+12125550100")));
    }

    @Test
    void payWhenAnotherPhonePaysInBetweenThenAnotherOrder() {
        recharges.takesOnly(PaymentMethodType.MOBILE_MONEY);
        Map<String, String> form = fields(browser.post("/recharge/summary", TWENTY));
        form.put("payer", "+256770000001");
        browser.post("/recharge/pay", form);
        browser.post("/recharge/pay", form);
        assertThat(recharges.count()).isOne();
        form.put("payer", "+256770000002");
        browser.post("/recharge/pay", form);
        assertThat(recharges.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "123", "+1", "+99912345678", "<script>alert(1)</script>", "' or 1=1 --"})
    void payWhenThePhoneIsNoneThenAskedAgainAndNoOrder(String payer) {
        Browser.Page page = payByPhone(Map.of("payer", payer));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body())
                .contains("href=\"#payer\"", "id=\"payer-error\"", "aria-invalid=\"true\"", "Pay $20.00")
                .doesNotContain("<script>alert", "??");
        assertThat(recharges.commands).isEmpty();
    }

    @Test
    void payWhenThePageTakesNoPhonesThenWhatIsTypedAsOneIsPassedOver() {
        Map<String, String> form = fields(browser.post("/recharge/summary", TWENTY));
        form.put("payer", "+256770000001");
        assertThat(browser.post("/recharge/pay", form).location()).isEqualTo(FakeRecharges.CARD_PAGE);
        assertThat(recharges.commands.getLast().means()).isNull();
    }

    @Test
    void payWhenAPhonePaysAndARepeatIsAskedThenThePhoneIsKept() {
        recharges.answerWith(new StartOutcome.ConfirmationNeeded());
        assertThat(payByPhone(Map.of("payer", "+256770000001")).body())
                .contains("Yes, recharge again for $20.00", "value=\"+256770000001\"");
    }

    private Browser.Page summaryOf(Map<String, String> signedIn) {
        Browser.Page page = browser.post("/recharge/summary", TWENTY, signedIn);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("??", "secret");
        return page;
    }

    private Browser.Page pay(Map<String, String> form, Map<String, String> signedIn, String... more) {
        Map<String, String> sent = new HashMap<>(form);
        for (int at = 0; at < more.length; at += 2) {
            sent.put(more[at], more[at + 1]);
        }
        Browser.Page page = browser.post("/recharge/pay", sent, signedIn);
        assertThat(page.body()).doesNotContain("??", "secret");
        return page;
    }

    private void isRefused(Browser.Page page, String said) {
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("There is a problem", said, "Pay $20.00").doesNotContain("<script>alert");
        assertThat(recharges.commands).isEmpty();
    }

    @Test
    void summaryOffersToKeepTheCardAndDoesNotByItself() {
        cards.empty();
        assertThat(summaryOf(ADA).body())
                .contains("Keep this card for next time", "The payment provider keeps the card",
                        "You enter your card")
                .containsPattern("name=\"keep\" value=\"yes\"(?! checked)")
                .doesNotContain("name=\"card\"");
    }

    @Test
    void summaryProposesAKeptCardAndIsNotKeptByTheBrowser() {
        Browser.Page page = summaryOf(ADA);
        assertThat(page.body()).contains("Pay with", "Visa ending 4242", "Expires 03/2034", "Another card")
                .containsPattern("value=\"" + FakeKeptCards.ADAS.id() + "\" checked").doesNotContain("0005");
        assertThat(page.headers().getFirst("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void summaryWhenTheGatewayThatKeepsTheCardIsGoneThenProposesItNot() {
        cards.areNotTaken();
        assertThat(summaryOf(ADA).body()).contains("name=\"keep\"").doesNotContain("Visa ending 4242");
    }

    @Test
    void summaryWhenNobodyIsSignedInThenOffersTheSignInAlone() {
        Browser.Page page = summaryOf(Map.of());
        assertThat(page.body()).contains("href=\"/cards\"", "to keep a card for next time")
                .doesNotContain("name=\"keep\"", "4242");
        assertThat(page.headers().getFirst("Cache-Control")).isEqualTo("private, no-cache");
    }

    @Test
    void summaryWhenAnothersNumberIsRechargedOrNoCardsAreKeptThenNotAWordOfIt() {
        assertThat(summaryOf(BOB).body()).doesNotContain("name=\"keep\"", "name=\"card\"", "for next time");
        cards.areNotKept();
        assertThat(summaryOf(ADA).body()).doesNotContain("name=\"keep\"", "name=\"card\"", "for next time");
        cards.reset();
        recharges.takesOnly(PaymentMethodType.MOBILE_MONEY, PaymentMethodType.CARD_ON_FILE);
        assertThat(summaryOf(ADA).body()).doesNotContain("name=\"keep\"", "name=\"card\"", "for next time");
    }

    @Test
    void payWhenTheCardIsToBeKeptThenTheOrderSaysSo() {
        Map<String, String> form = fields(summaryOf(ADA));
        assertThat(pay(form, ADA, "keep", "yes").location()).isEqualTo(FakeRecharges.CARD_PAGE);
        assertThat(paidBy()).isEqualTo(new PaymentMeans.HostedPage(true));
        pay(form, ADA);
        assertThat(recharges.commands.getLast().means()).isNull();
        assertThat(recharges.count()).as("another way to pay is another order").isEqualTo(2);
    }

    @Test
    void payByAKeptCardThenItIsChargedAndTheOrdersPageShown() {
        Map<String, String> form = fields(summaryOf(ADA));
        Browser.Page page = pay(form, ADA, "card", FakeKeptCards.ADAS.id().value(), "keep", "yes");
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.location()).hasPath("/orders/tok_" + "0".repeat(25) + "1");
        assertThat(paidBy()).isEqualTo(new PaymentMeans.CardOnFile(FakeKeptCards.ADAS.card().token()));
        pay(form, ADA, "card", FakeKeptCards.ADAS.id().value());
        assertThat(recharges.count()).isOne();
    }

    @Test
    void payByAKeptCardThatWasRemovedSinceThenTheOrderThatItPaid() {
        Map<String, String> form = fields(summaryOf(ADA));
        pay(form, ADA, "card", FakeKeptCards.ADAS.id().value());
        cards.empty();
        assertThat(pay(form, ADA, "card", FakeKeptCards.ADAS.id().value()).location())
                .hasPath("/orders/tok_" + "0".repeat(25) + "1");
        assertThat(recharges.commands).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crd_22222222222222222222222222222222", "crd_33333333333333333333333333333333",
            "pm_card_visa",
            "<script>alert(1)</script>", "4242424242424242"})
    void payByACardThatIsNotOnesOwnThenAskedAgainAndNoOrder(String card) {
        Browser.Page page = pay(fields(summaryOf(ADA)), ADA, "card", card);
        isRefused(page, "This card is not there any more");
        assertThat(page.body()).contains("href=\"#card\"", "id=\"card-error\"").doesNotContain(card);
        cards.empty();
        isRefused(pay(fields(summaryOf(ADA)), ADA, "card", card), "href=\"#pay\"");
    }

    @Test
    void payWhenTheSignInHasEndedOrTheNumberIsAnothersThenSaysSoAndMakesNoOrder() {
        Map<String, String> form = fields(summaryOf(ADA));
        for (Map<String, String> who : List.of(Map.<String, String>of(), BOB)) {
            isRefused(pay(form, who, "keep", "yes"), "Only who is signed in with this number");
            isRefused(pay(form, who, "card", FakeKeptCards.ADAS.id().value()),
                    "Only who is signed in with this number");
        }
    }

    @Test
    void payWhenARepeatIsAskedThenTheChoiceStays() {
        recharges.answerWith(new StartOutcome.ConfirmationNeeded());
        Map<String, String> form = fields(summaryOf(ADA));
        assertThat(pay(form, ADA, "card", FakeKeptCards.ADAS.id().value()).body())
                .containsPattern("value=\"" + FakeKeptCards.ADAS.id() + "\" checked");
        assertThat(pay(form, ADA, "card", "", "keep", "yes").body())
                .containsPattern("name=\"keep\" value=\"yes\" checked")
                .containsPattern("name=\"card\" value=\"\" checked");
    }

    private static Map<String, String> fields(Browser.Page summary) {
        return new HashMap<>(Map.of("number", summary.hidden("number"), "choice", summary.hidden("choice"), "key",
                summary.hidden("key")));
    }
}
