package dev.refill.browser;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.ForeignEvent;
import dev.refill.endtoend.stack.Until;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each test recharges a number of its own, or for other prices, as the same one twice within a minute asks for confirmation. After each the
 * books of all so far are compared.
 */
class JourneyIT {

    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private static RunningStack stack;
    private static Chromium chromium;

    private BrowserContext context;
    private Page page;
    private Customer customer;
    private Inspection inspection;

    @BeforeAll
    static void start() {
        stack = RunningStack.start();
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        try (RunningStack closing = stack; Chromium alsoClosing = chromium) {
            assertThat(closing).isNotNull();
            assertThat(alsoClosing).isNotNull();
        }
    }

    @BeforeEach
    void open(TestInfo test) {
        open(test.getTestMethod().orElseThrow().getName(), true);
    }

    private void open(String name, boolean scripts) {
        context = chromium.browser().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(scripts));
        page = context.newPage();
        customer = new Customer(page, stack.portal());
        inspection = new Inspection(page, name);
    }

    @AfterEach
    void close() {
        inspection.assertSilent();
        context.close();
        stack.provider().heal();
        stack.books().settleAndCheck(LONGEST_REST);
    }

    @Test
    void guestPaysAndGetsAReceipt() {
        customer.opens();
        inspection.look("number");
        customer.typesNumber("12");
        customer.sees("Enter a valid phone number");
        inspection.look("number-error");
        customer.typesNumber("(202) 555-0101");
        customer.reads("Choose an amount");
        inspection.look("amount");
        customer.presses("Review");
        customer.sees("There is a problem");
        inspection.look("amount-error");
        customer.choosesFirstPreset();
        customer.sees("+1 202-555-0101");
        inspection.look("summary");
        customer.pressesPay();
        inspection.look("card");
        customer.paysWith(Customer.GOOD_CARD);
        customer.reads("Done: the credit is on the phone");
        customer.sees("Amount paid");
        inspection.look("receipt");
    }

    @Test
    void declinedCardIsFollowedByAnother() {
        customer.ordersFor("+1 202 555 0102");
        customer.pressesPay();
        customer.paysWith(Customer.EMPTY_CARD);
        customer.sees("insufficient funds");
        inspection.look("declined");
        customer.paysWith(Customer.SECOND_CARD);
        customer.reads("Done: the credit is on the phone");
    }

    @Test
    void declinedCustomerGivesUpAndIsToldWhy() {
        customer.ordersFor("+1 202 555 0103");
        customer.pressesPay();
        customer.paysWith(Customer.EMPTY_CARD);
        customer.sees("insufficient funds");
        customer.follows("Cancel and go back");
        customer.reads("You have not paid yet");
        page.navigate(orderOf(page.url()));
        customer.sees("The last card was declined: not enough money on it");
        inspection.look("given-up");
    }

    @Test
    void abandonedOrderCanBeContinued() {
        customer.ordersFor("+1 202 555 0104");
        customer.pressesPay();
        String cardPage = page.url();
        customer.follows("Cancel and go back");
        customer.reads("You have not paid yet");
        inspection.look("left");
        customer.follows("Continue to payment");
        assertThat(page.url()).isEqualTo(cardPage);
        customer.paysWith(Customer.GOOD_CARD);
        customer.reads("Done: the credit is on the phone");
    }

    @Test
    void forgedReturnShowsNothingButTheTruth() {
        customer.ordersFor("+1 202 555 0105");
        customer.pressesPay();
        customer.follows("Cancel and go back");
        customer.reads("You have not paid yet");
        page.navigate(orderOf(page.url()) + "/return?redirect_status=succeeded&payment_status=paid&state=CREDITED");
        customer.reads("Waiting for your payment");
        inspection.look("waiting");
    }

    @Test
    void withoutScriptsEverythingWorks(TestInfo test) {
        context.close();
        open(test.getTestMethod().orElseThrow().getName(), false);
        customer.ordersFor("+1 202 555 0106");
        customer.pressesPay();
        customer.paysWith(Customer.EMPTY_CARD);
        customer.sees("insufficient funds");
        customer.paysWith(Customer.GOOD_CARD);
        customer.reads("Done: the credit is on the phone");
    }

    @Test
    void backButtonAndDoubleClickMakeOneOrder() {
        customer.ordersFor("+1 202 555 0107");
        page.locator("#pay button").dblclick();
        page.waitForURL("**/c/pay/**");
        String first = page.url();
        page.goBack();
        customer.reads("Check and pay");
        customer.pressesPay();
        assertThat(page.url()).isEqualTo(first);
    }

    @Test
    void sameFormFromEightTabsMakesOneOrder() {
        customer.ordersFor("+1 202 555 0108");
        FormData form = FormData.create();
        for (String name : List.of("_csrf", "number", "choice", "key")) {
            form.append(name, page.locator("#pay input[name=" + name + "]").inputValue());
        }
        RequestOptions post = RequestOptions.create().setForm(form).setMaxRedirects(0);
        List<APIResponse> answers = IntStream.range(0, 8)
                .mapToObj(tab -> context.request().post(stack.portal() + "/recharge/pay", post))
                .toList();
        assertThat(answers).allMatch(answer -> answer.status() == 303);
        assertThat(answers.stream().map(answer -> answer.headers().get("location")).collect(Collectors.toSet()))
                .hasSize(1);
    }

    @Test
    void signedInSubscriberSeesBalanceUsageAndHistory() {
        customer.ordersFor("+1 202 555 0109");
        customer.pressesPay();
        customer.paysWith(Customer.GOOD_CARD);
        customer.reads("Done: the credit is on the phone");
        stack.letUse("+12025550109");
        customer.follows("My balance");
        inspection.look("sign-in");
        logsIn("+12025550109");
        customer.reads("Your balance");
        customer.sees("airtime");
        customer.sees("400 MB of 1.07 GB left");
        page.locator("#usage summary").first().click();
        customer.sees("Day by day");
        customer.sees("Recharge");
        inspection.look("balance");
    }

    @Test
    void staleFormIsAnsweredByAPage() {
        customer.ordersFor("+1 202 555 0110");
        context.clearCookies();
        page.locator("#pay button").click();
        customer.reads("That is not allowed");
        inspection.look("stale-form");
    }

    @Test
    void unknownPageIsOneOfOurs() {
        page.navigate(stack.portal() + "/orders/no-such-order");
        customer.reads("There is nothing here");
        inspection.look("not-found");
    }

    @Test
    void operatorCreditsWhatNobodyCouldLookUp() {
        customer.ordersFor("+1 202 555 0110");
        customer.pressesPay();
        // What is not understood is kept and not told again: what is held back would pay the order as soon as it is let go.
        stack.provider().fault("{\"kind\": \"webhook_type\", \"value\": \"a.type.of.tomorrow\"}");
        for (String lookUp : List.of("checkout.sessions.retrieve", "payment_intents.search", "events.list")) {
            stack.provider().fault("{\"kind\": \"error_before\", \"target\": \"" + lookUp + "\"}");
        }
        customer.paysWith(Customer.GOOD_CARD);
        page.waitForURL("**/orders/**");
        stack.letAWeekGoBy("+12025550110");
        Until.holds("the order is in review", LONGEST_REST, () -> stack.books().ordersIn("IN_REVIEW") == 1);

        page.navigate(stack.portal() + "/operations");
        logsIn("operator");
        customer.reads("Orders that rest");
        inspection.look("queue");
        page.locator("tbody th a").click();
        customer.reads("An order and its evidence");
        inspection.look("case");
        page.getByLabel("Credit it").check();
        page.getByLabel("Why").fill("the customer has sent a receipt");
        customer.presses("Decide");
        customer.sees("Nothing was done: the provider did not say how the payment stands");
        inspection.look("refused");

        stack.provider().heal();
        page.getByLabel("Credit it").check();
        customer.presses("Decide");
        customer.sees("Your decision is carried out and kept.");
        customer.sees("credited");
        inspection.look("decided");
    }

    @Test
    void operatorHasAnEventHandledAgain() throws IOException {
        var event = new ForeignEvent("evt_of_tomorrow", "a.type.of.tomorrow", ForeignEvent.API_VERSION);
        assertThat(Api.send(event.deliveryTo(URI.create(stack.portal()))).status()).isEqualTo(200);

        page.navigate(stack.portal() + "/operations/webhooks?state=not_understood");
        logsIn("operator");
        customer.reads("Events of providers");
        inspection.look("events");
        customer.follows("evt_of_tomorrow");
        page.getByLabel("Why").fill("the endpoint has the right version again");
        customer.presses("Have it handled again");
        customer.sees("It is handled again, from its first try.");
        inspection.look("replayed");
    }

    @Test
    void subscriberKeepsACardPaysByItAndHasItTopUpWhenCreditRunsLow() {
        customer.opensCards();
        logsIn("+12025550103");
        customer.reads("Your cards and automatic top-ups");
        customer.sees("You keep no card");
        inspection.look("no-card");

        customer.ordersFor("+1 202 555 0103", 1);
        page.getByLabel("Keep this card for next time").check();
        inspection.look("keep");
        customer.pressesPay();
        customer.paysWith(Customer.GOOD_CARD);
        customer.reads("Done: the credit is on the phone");
        customer.seesSoonAmongCards("Visa ending 4242");
        inspection.look("kept");

        customer.ordersFor("+1 202 555 0103", 2);
        inspection.look("pay-by-card");
        customer.paysByKeptCard("Visa ending 4242");
        customer.reads("Done: the credit is on the phone");
        inspection.look("paid-by-card");

        setsUpATopUp();
        customer.seesSoonAmongCards("Charged, and the credit is there");
        inspection.look("topped-up");

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Pause\\b"))).click();
        customer.sees("Your automatic top-up is paused.");
        inspection.look("paused");
        customer.asksFor("Cancel");
        inspection.look("cancel");
        customer.presses("Yes, cancel this top-up");
        customer.sees("Your automatic top-up is cancelled.");
        customer.asksFor("Remove");
        inspection.look("remove");
        customer.presses("Yes, remove this card");
        customer.sees("The card is removed.");
        customer.sees("You keep no card");
        inspection.look("removed");
    }

    /** At a threshold above what there is by now: so it charges at once. */
    private void setsUpATopUp() {
        customer.opensCards();
        customer.presses("Set it up");
        customer.sees("There is a problem");
        inspection.look("top-up-error");
        page.getByLabel("When credit runs low").check();
        page.getByLabel("Credit below which we top up").fill("40.00");
        page.getByLabel("Amount of each top-up").selectOption("airtime-usd:5000");
        page.getByLabel("At most in one month").fill("100");
        page.locator("#terms").check();
        inspection.look("top-up");
        customer.presses("Set it up");
        customer.sees("Your automatic top-up is set up.");
    }

    private void logsIn(String who) {
        page.getByLabel("Who you are").selectOption(who);
        page.getByLabel("PIN").fill("1234");
        customer.presses("Log in");
    }

    /** The order's own page, from the one that the provider sent the customer back to. */
    private static String orderOf(String cancelled) {
        return cancelled.replaceAll("/cancelled.*", "");
    }
}
