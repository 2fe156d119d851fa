package dev.refill.browser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks at every page in light and dark and on a narrow screen, and hears what the browser complains about. */
final class Inspection {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
            "best-practice");
    private static final int WIDE = 1280;
    private static final int NARROW = 320;
    private static final int HIGH = 900;

    private final Page page;
    private final String name;
    private final List<String> complaints = new ArrayList<>();
    private int seen;

    Inspection(Page page, String name) {
        this.page = page;
        this.name = name;
        page.onConsoleMessage(this::hear);
        page.onPageError(complaints::add);
    }

    /** An answer of 4xx to a form is reported as an error by the browser and is none. */
    private void hear(ConsoleMessage message) {
        boolean complaint = message.type().equals("error") && !message.text().startsWith("Failed to load resource");
        if (complaint) {
            complaints.add(message.text());
        }
    }

    /** Takes pictures of the page as it is now and asks axe. Leaves it as a wide page in light. */
    void look(String what) {
        seen++;
        inspect(what, ColorScheme.DARK, NARROW);
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("%s fits a screen of %d pixels", what, NARROW)
                .isTrue();
        inspect(what, ColorScheme.LIGHT, WIDE);
    }

    private void inspect(String what, ColorScheme scheme, int width) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
        page.setViewportSize(width, HIGH);
        String file = "%s-%02d-%s-%s.png".formatted(name, seen, what, scheme.name().toLowerCase(Locale.ROOT));
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(file)).setFullPage(true));
        List<Rule> violations = new AxeBuilder(page).withTags(WCAG).analyze().getViolations();
        assertThat(violations.stream().map(Inspection::told)).as("%s in %s", what, scheme).isEmpty();
    }

    private static String told(Rule rule) {
        return Stream.concat(Stream.of(rule.getId(), rule.getHelp()), rule.getNodes().stream().map(Object::toString))
                .reduce("", (all, next) -> all + "\n" + next);
    }

    /** Fails if the browser complained about anything, a breach of the content security policy included. */
    void assertSilent() {
        assertThat(complaints).as("the browser's complaints").isEmpty();
    }
}
