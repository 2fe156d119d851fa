package dev.refill.browser;

import java.time.Duration;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;

import dev.refill.endtoend.stack.Until;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** What a customer does: types into what is labelled, presses what has a name, reads headings. */
final class Customer {

    static final String GOOD_CARD = "4242 4242 4242 4242";
    static final String SECOND_CARD = "5555 5555 5555 4444";
    static final String EMPTY_CARD = "4000 0000 0000 9995";

    private static final double PATIENCE = 30_000;

    private final Page page;
    private final String portal;

    Customer(Page page, String portal) {
        this.page = page;
        this.portal = portal;
        page.setDefaultTimeout(PATIENCE);
    }

    void opens() {
        page.navigate(portal + "/");
        reads("Recharge a prepaid phone");
    }

    void typesNumber(String number) {
        page.getByLabel("Phone number").fill(number);
        presses("Continue");
    }

    void choosesFirstPreset() {
        choosesPreset(0);
    }

    /** @param place among those that are offered, from 0 */
    void choosesPreset(int place) {
        page.getByRole(AriaRole.RADIO).nth(place).check();
        presses("Review");
        reads("Check and pay");
    }

    /** From the first page to the summary. */
    void ordersFor(String number) {
        ordersFor(number, 0);
    }

    void ordersFor(String number, int preset) {
        opens();
        typesNumber(number);
        reads("Choose an amount");
        choosesPreset(preset);
    }

    void paysByKeptCard(String name) {
        page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name))).check();
        payButton().click();
    }

    /** What asks whether it is meant. */
    void asksFor(String what) {
        page.locator("summary").filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*" + what))).click();
    }

    void opensCards() {
        page.navigate(portal + "/cards");
    }

    /** Looks at the page of cards again and again, as it does not look for news by itself. */
    void seesSoonAmongCards(String text) {
        Until.holds(text + " is on the page", Duration.ofMillis((long) PATIENCE), () -> {
            opensCards();
            return page.locator("main").innerText().contains(text);
        });
    }

    void pressesPay() {
        payButton().click();
        page.waitForURL(Pattern.compile("/c/pay/"));
    }

    /** On the provider's page. */
    void paysWith(String card) {
        page.getByLabel("Card number").fill(card);
        page.getByLabel(Pattern.compile("^Expiry date")).fill("12 / 34");
        page.getByLabel(Pattern.compile("^Security code")).fill("123");
        page.getByLabel("Name on card").fill("Ada Example");
        payButton().click();
    }

    /** Reads the page's main heading, once it is this one. */
    void reads(String heading) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(heading, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
    }

    void sees(String text) {
        assertThat(page.locator("main")).containsText(text,
                new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    }

    void presses(String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true)).click();
    }

    void follows(String link) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link)).click();
    }

    private Locator payButton() {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Pay ")));
    }
}
