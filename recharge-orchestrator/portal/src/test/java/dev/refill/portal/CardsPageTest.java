package dev.refill.portal;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.NewRule;
import dev.refill.autotopup.rule.PauseReason;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleOutcome;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.rule.Trigger.Frequency;
import dev.refill.autotopup.run.Run;
import dev.refill.autotopup.run.RunId;
import dev.refill.autotopup.run.RunState;
import dev.refill.autotopup.run.SkipReason;
import dev.refill.gateway.Money;
import dev.refill.recharge.RechargeId;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class CardsPageTest {

    private static final Map<String, String> ADA = Map.of(TestSignIn.HEADER, "sub_ada");
    private static final Map<String, String> CY = Map.of(TestSignIn.HEADER, "sub_cy");
    private static final Trigger LOW = new Trigger.LowBalance(500);
    private static final String ADAS_CARD = FakeKeptCards.ADAS.id().value();
    private static final String BOBS_CARD = FakeKeptCards.BOBS.id().value();

    @LocalServerPort
    private int port;

    @Autowired
    private FakeKeptCards cards;

    @Autowired
    private FakeAutoTopups autoTopups;

    private Browser browser = new Browser(0);

    @BeforeEach
    void open() {
        cards.reset();
        autoTopups.reset();
        browser = new Browser(port);
    }

    private Browser.Page page() {
        Browser.Page page = browser.get("/cards", ADA);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("??", "secret");
        return page;
    }

    private Browser.Page post(String path, Map<String, String> fields) {
        Browser.Page page = browser.post(path, fields, ADA);
        assertThat(page.body()).doesNotContain("??", "secret");
        return page;
    }

    private static void leadsTo(Browser.Page page, String done) {
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.location()).hasToString("/cards?done=" + done);
    }

    /** A form that is right in everything, but for what is changed. */
    private Map<String, String> form(String... changes) {
        Map<String, String> form = new HashMap<>(Map.of("when", "low", "threshold", "5.00", "day", "31", "card",
                ADAS_CARD, "choice", "airtime-usd:2000", "limit", "60", "terms", "7", "key", page().hidden("key")));
        for (int at = 0; at < changes.length; at += 2) {
            form.put(changes[at], changes[at + 1]);
        }
        return form;
    }

    private NewRule made(Map<String, String> form) {
        leadsTo(post("/cards/top-ups", form), "made");
        return autoTopups.asked.getLast();
    }

    // cards --------------------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"sub_stranger", "not a subscriber"})
    void cardsWhenNotASubscriberThenForbiddenPage(String claim) {
        Browser.Page page = browser.get("/cards", Map.of(TestSignIn.HEADER, claim));
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).contains("That is not allowed").doesNotContain("4242");
    }

    @Test
    void cardsWhenNobodyIsSignedInThenForbiddenPage() {
        assertThat(browser.get("/cards").status()).isEqualTo(403);
    }

    @Test
    void cardsShowsTheOwnOnesAndNoOthers() {
        Browser.Page page = page();
        assertThat(page.body()).contains("Visa ending 4242", "Expires 03/2034", "+1 212-555-0100",
                "There is no automatic top-up").doesNotContain("0005", BOBS_CARD);
        assertThat(page.headers().getFirst("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void cardsWhenBrandIsUnknownThenAsTheProviderCallsIt() {
        assertThat(browser.get("/cards", Map.of(TestSignIn.HEADER, "sub_bob")).body())
                .contains("moon express ending 0005").doesNotContain("??");
    }

    @Test
    void cardsWhenThereAreNoneThenSaysHowToKeepOneAndAsksForNoTopUp() {
        assertThat(browser.get("/cards", CY).body()).contains("You keep no card", "Keep this card for next time")
                .doesNotContain("action=\"/cards/top-ups\"", "??");
    }

    @Test
    void cardsWhenTheyCannotBeKeptThenSaysSo() {
        cards.areNotKept();
        assertThat(page().body()).contains("Cards cannot be kept here just now")
                .doesNotContain("action=\"/cards/top-ups\"");
    }

    @ParameterizedTest
    @CsvSource({"removed,The card is removed", "made,is set up", "paused,is paused", "resumed,goes on",
            "cancelled,is cancelled"})
    void cardsWhenSomethingWasDoneThenSaysWhat(String done, String said) {
        assertThat(browser.get("/cards?done=" + done, ADA).body()).contains("role=\"status\"", said)
                .doesNotContain("??");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%3Cscript%3Ealert(1)%3C/script%3E", "title"})
    void cardsWhenWhatWasDoneIsNonsenseThenNotAWordOfIt(String done) {
        assertThat(browser.get("/cards?done=" + done, ADA).body()).doesNotContain("role=\"status\"", "alert(1)", "??");
    }

    @Test
    void removeTakesTheCardAwayOnce() {
        page();
        leadsTo(post("/cards/" + ADAS_CARD + "/remove", Map.of()), "removed");
        assertThat(page().body()).doesNotContain("4242");
        Browser.Page again = post("/cards/" + ADAS_CARD + "/remove", Map.of());
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.body()).contains("There is a problem", "This card is not there any more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crd_1", "crd_22222222222222222222222222222222", "%3Cscript%3E", "..%2F..%2Fetc"})
    void removeWhenTheCardIsNotOnesOwnThenSaysSoAndRemovesNothing(String id) {
        page();
        Browser.Page page = browser.post("/cards/" + id + "/remove", Map.of(), ADA);
        assertThat(page.status()).isIn(400, 404);
        assertThat(page.body()).doesNotContain("<script>", "??");
        assertThat(cards.find(FakeKeptCards.BOBS.id()).blockOptional()).isPresent();
        assertThat(page().body()).contains("4242");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cards/top-ups", "/cards/crd_11111111111111111111111111111111/remove",
            "/cards/top-ups/atu_11111111111111111111111111111111/cancel"})
    void postWhenTokenIsMissingThenForbiddenPage(String path) {
        assertThat(new Browser(port).post(path, Map.of(), ADA).status()).isEqualTo(403);
        assertThat(page().body()).contains("4242");
    }

    // making a top-up ----------------------------------------------------------------------------------------------------------

    @Test
    void makeWhenCreditRunsLowThenAsItWasTypedAndAgreedTo() {
        assertThat(made(form())).satisfies(rule -> {
            assertThat(rule.trigger()).isEqualTo(LOW);
            assertThat(rule.price()).isEqualTo(Money.of(2_000, "USD"));
            assertThat(rule.card().value()).isEqualTo(FakeKeptCards.ADAS.card().token());
            assertThat(rule.limits()).isEqualTo(new Limits(3, 20, null, 6_000L));
            assertThat(rule.acceptedTerms()).isEqualTo("7");
            assertThat(rule.clientId()).isEqualTo("portal");
            assertThat(rule.subscriber().id().value()).isEqualTo("sub_ada");
        });
    }

    @Test
    void makeWhenOnceAMonthThenOnThatDayAtTen() {
        assertThat(made(form("when", "month", "threshold", "nonsense")).trigger())
                .isEqualTo(new Trigger.Schedule(Frequency.MONTHLY, 31, LocalTime.of(10, 0), ZoneId.of("UTC")));
    }

    @Test
    void makeWhenFormIsSentAgainThenTheSameOneAndAnotherFormIsAnother() {
        Map<String, String> form = form();
        assertThat(made(form).id()).isEqualTo(made(form).id()).isNotEqualTo(made(form()).id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            when      | ''       | #when
                                            when      | always   | #when
                                            threshold | ''       | #threshold
                                            threshold | 0        | #threshold
                                            threshold | -5       | #threshold
                                            threshold | 1e3      | #threshold
                                            threshold | 5.001    | #threshold
                                            threshold | 99999999999999999999 | #threshold
                                            threshold | <script>alert(1)</script> | #threshold
                                            choice    | ''       | #choice
                                            choice    | airtime-usd:own | #choice
                                            choice    | airtime-usd:1 | #choice
                                            choice    | airtime-eur:1000 | #choice
                                            choice    | "><img src=x onerror=a()> | #choice
                                            card      | ''       | #card
                                            card      | crd_22222222222222222222222222222222 | #card
                                            card      | pm_card_visa | #card
                                            limit     | ''       | #limit
                                            limit     | 19.99    | #limit
                                            limit     | ∞        | #limit
                                            limit     | 9999999999999999 | #limit
                                            terms     | ''       | #terms
                                            key       | nonsense | #new
                                            """)
    void makeWhenSomethingDoesNotHoldThenSaysWhatAndMakesNothing(String field, String value, String anchor) {
        Browser.Page page = post("/cards/top-ups", form(field, value));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("There is a problem", "href=\"" + anchor + "\"",
                "id=\"" + anchor.substring(1) + "\"", "id=\"" + anchor.substring(1) + "-error\"", "<title>Error: ")
                .doesNotContain("<script>alert", "<img src=x", BOBS_CARD);
        assertThat(page.hidden("key")).hasSize(22);
        assertThat(autoTopups.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "32", "-1", "1.5", "x", "", "99"})
    void makeWhenDayIsNoneThenAskedAgain(String day) {
        Browser.Page page = post("/cards/top-ups", form("when", "month", "day", day));
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("href=\"#day\"", "aria-describedby=\"day-hint day-error\"");
        assertThat(autoTopups.asked).isEmpty();
    }

    @Test
    void makeWhenSomethingIsWrongThenWhatWasTypedStays() {
        Map<String, String> form = form("limit", "nonsense", "threshold", "4.50");
        Browser.Page page = post("/cards/top-ups", form);
        assertThat(page.body()).contains("value=\"nonsense\"", "value=\"4.50\"")
                .containsPattern("value=\"airtime-usd:2000\" selected")
                .containsPattern("name=\"terms\" value=\"7\"[^>]* checked");
        assertThat(page.hidden("key")).isEqualTo(form.get("key"));
    }

    @Test
    void makeWhenACardNumberIsTypedThenItIsNotShownAgain() {
        assertThat(post("/cards/top-ups", form("limit", "4242 4242 4242 4242")).body()).doesNotContain("4242 4242");
    }

    @Test
    void makeWhenNoCardIsKeptThenSaysSo() {
        Map<String, String> form = form();
        cards.empty();
        Browser.Page page = post("/cards/top-ups", form);
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("Keep a card first", "href=\"#cards\"");
        assertThat(autoTopups.asked).isEmpty();
    }

    static List<RuleOutcome> refusals() {
        return List.of(new RuleOutcome.NotOffered(), new RuleOutcome.ThresholdTooHigh(2_100),
                new RuleOutcome.TermsNotAccepted("8"), new RuleOutcome.CardNotTaken(), new RuleOutcome.NotActive(),
                new RuleOutcome.TooMany(), new RuleOutcome.KeyReused(), new RuleOutcome.Outdated(),
                new RuleOutcome.Cancelled());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void makeWhenRefusedThenReasonInWords(RuleOutcome refusal) {
        autoTopups.answerWith(refusal);
        Browser.Page page = post("/cards/top-ups", form());
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("There is a problem");
    }

    @Test
    void makeWhenThresholdIsHigherThanWhatOneGivesThenSaysHowHighItMayBe() {
        autoTopups.answerWith(new RuleOutcome.ThresholdTooHigh(2_100));
        assertThat(post("/cards/top-ups", form("threshold", "22")).body()).contains("Enter no more than $21.00");
    }

    @Test
    void makeWhenTheFormHasMadeAnotherOneThenAnotherKey() {
        autoTopups.answerWith(new RuleOutcome.KeyReused());
        Map<String, String> form = form();
        assertThat(post("/cards/top-ups", form).hidden("key")).isNotEqualTo(form.get("key"));
    }

    @Test
    void termsAreShownAsTheyAreAndAgreedToByNobodyElse() {
        assertThat(page().body()).contains("I agree that &lt;my card&gt; is charged.")
                .doesNotContainPattern("name=\"terms\"[^>]* checked");
    }

    // what there is ------------------------------------------------------------------------------------------------------------

    @Test
    void ruleIsShownWithItsCardAndLimits() {
        autoTopups.given("sub_ada", LOW, RuleState.ACTIVE, null);
        autoTopups.given("sub_bob", LOW, RuleState.PAUSED, PauseReason.BY_REQUEST);
        assertThat(page().body()).contains("Airtime for $20.00", "Credit falls below $5.00 airtime", "Visa ending 4242",
                "$60.00 a month", "3 times a day, 20 times a month", "Nothing yet.").doesNotContain("Paused", "Resume");
    }

    @ParameterizedTest
    @CsvSource({"DAILY,1,Every day at 10:00 UTC", "WEEKLY,7,Every Sunday at 10:00 UTC",
            "MONTHLY,15,On day 15 of each month at 10:00 UTC"})
    void ruleOfAnyScheduleIsShownInWords(Frequency frequency, int day, String words) {
        autoTopups.given("sub_ada", new Trigger.Schedule(frequency, day, LocalTime.of(10, 0), ZoneId.of("UTC")),
                RuleState.ACTIVE, null);
        assertThat(page().body()).contains(words, "2026-03-");
    }

    @ParameterizedTest
    @EnumSource(PauseReason.class)
    void ruleThatIsPausedSaysWhyAndMayGoOnIfItsCardIsThere(PauseReason reason) {
        autoTopups.given("sub_ada", LOW, RuleState.PAUSED, reason);
        assertThat(page().body()).contains("Paused", "rule-why", "/resume\"");
        cards.empty();
        assertThat(page().body()).contains("Paused", "rule-why")
                .satisfies(
                        body -> assertThat(body.contains("/resume\"")).isEqualTo(
                                reason != PauseReason.CARD_REMOVED && reason != PauseReason.CARD_GONE));
    }

    @Test
    void ruleWhoseCardIsGoneSaysSo() {
        autoTopups.given("sub_ada", LOW, RuleState.ACTIVE, null);
        cards.empty();
        assertThat(page().body()).contains("Not among your cards");
    }

    @Test
    void cancelledRulesAreShownThreeAtMostAndOffersNothing() {
        for (int made = 0; made < 5; made++) {
            autoTopups.given("sub_ada", LOW, RuleState.CANCELLED, null);
        }
        assertThat(page().body().split("mark-cancelled", -1)).hasSize(4);
        assertThat(page().body()).doesNotContain("/pause\"", "/resume\"", "/cancel\"");
    }

    private Run run(Rule rule, RunState state, @Nullable SkipReason reason, boolean isAsked) {
        return new Run(RunId.crossing(rule.id(), 1), rule.id(), 1, state, reason, FakeAutoTopups.NOW, 1,
                state == RunState.STARTED ? new RechargeId("rch_" + "0".repeat(25) + "7") : null,
                Money.of(2_000, "USD"), isAsked, null, 3, null, 0, FakeAutoTopups.NOW, FakeAutoTopups.NOW);
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void runInEachStateIsToldInWords(RunState state) {
        Rule rule = autoTopups.given("sub_ada", LOW, RuleState.ACTIVE, null);
        autoTopups.did(run(rule, state, state == RunState.SKIPPED ? SkipReason.RISK : null, false));
        assertThat(page().body()).contains("run-text", "2026-03-01 09:29:00 UTC", "$20.00");
    }

    @ParameterizedTest
    @EnumSource(SkipReason.class)
    void runThatChargedNothingSaysWhy(SkipReason reason) {
        Rule rule = autoTopups.given("sub_ada", LOW, RuleState.ACTIVE, null);
        autoTopups.did(run(rule, RunState.SKIPPED, reason, false));
        assertThat(page().body()).contains("Nothing was charged: ");
    }

    @Test
    void runThatAsksForTheSubscriberLinksToItsOrder() {
        Rule rule = autoTopups.given("sub_ada", LOW, RuleState.ACTIVE, null);
        autoTopups.did(run(rule, RunState.STARTED, null, true));
        assertThat(page().body()).contains("Your bank wants you to confirm this payment", "Confirm the payment",
                "href=\"/orders/tok_" + "0".repeat(25) + "7\"");
    }

    // changing it --------------------------------------------------------------------------------------------------------------

    private Browser.Page edit(Rule rule, String what, String version) {
        return post("/cards/top-ups/" + rule.id() + "/" + what, Map.of("version", version));
    }

    @Test
    void pauseThenResumeThenCancel() {
        Rule rule = autoTopups.given("sub_ada", LOW, RuleState.ACTIVE, null);
        assertThat(page().hidden("version")).isEqualTo("3");
        leadsTo(edit(rule, "pause", "3"), "paused");
        assertThat(autoTopups.now(rule).state()).isEqualTo(RuleState.PAUSED);
        leadsTo(edit(rule, "resume", "4"), "resumed");
        assertThat(autoTopups.now(rule).state()).isEqualTo(RuleState.ACTIVE);
        leadsTo(edit(rule, "cancel", "5"), "cancelled");
        assertThat(autoTopups.now(rule).state()).isEqualTo(RuleState.CANCELLED);
    }

    @Test
    void pauseWhenItIsClickedTwiceThenDoneTwice() {
        Rule rule = autoTopups.given("sub_ada", LOW, RuleState.ACTIVE, null);
        page();
        leadsTo(edit(rule, "pause", "3"), "paused");
        leadsTo(edit(rule, "pause", "3"), "paused");
        assertThat(autoTopups.now(rule).version()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "4", "", "x", "3 or 1=1", "99999999999999999999"})
    void pauseWhenAnotherVersionWasSeenThenSaysSoAndLeavesIt(String seen) {
        Rule rule = autoTopups.given("sub_ada", LOW, RuleState.ACTIVE, null);
        page();
        Browser.Page page = edit(rule, "pause", seen);
        assertThat(page.status()).isEqualTo(412);
        assertThat(page.body()).contains("It has changed since you saw it", "href=\"#rules\"");
        assertThat(autoTopups.now(rule)).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "cancel"})
    void editWhenItIsAnothersThenNotFoundAndLeft(String what) {
        Rule rule = autoTopups.given("sub_bob", LOW, what.equals("resume") ? RuleState.PAUSED : RuleState.ACTIVE, null);
        page();
        Browser.Page page = edit(rule, what, "3");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.body()).contains("There is no such automatic top-up");
        assertThat(autoTopups.now(rule)).isEqualTo(rule);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void editWhenRefusedThenReasonInWords(RuleOutcome refusal) {
        Rule rule = autoTopups.given("sub_ada", LOW, RuleState.ACTIVE, null);
        page();
        autoTopups.answerWith(refusal);
        Browser.Page page = edit(rule, "pause", "3");
        assertThat(page.status()).isIn(409, 412);
        assertThat(page.body()).contains("There is a problem");
    }
}
