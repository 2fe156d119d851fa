package dev.refill.browser;

import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;

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
        page.getByRole(AriaRole.RADIO).first().check();
        presses("Review");
        reads("Check and pay");
    }

    /** From the first page to the summary. */
    void ordersFor(String number) {
        opens();
        typesNumber(number);
        reads("Choose an amount");
        choosesFirstPreset();
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
