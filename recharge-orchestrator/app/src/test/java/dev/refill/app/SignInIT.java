package dev.refill.app;

import java.io.IOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.refill.local.issuer.LocalIdentities;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.testsupport.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** A subscriber's way from the balance page over the issuer's login and back, as a browser goes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInIT {

    private static final String NUMBER = "+12025550101";
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern LOGIN = Pattern.compile("name=\"login\" value=\"([^\"]+)\"");

    private URI portal;
    private TestIssuer issuer;
    private RunningApplication application;

    @BeforeAll
    void start() throws IOException {
        int port = freePort();
        portal = URI.create("http://localhost:" + port);
        issuer = TestIssuer.forPortalAt(portal);
        application = RunningApplication.trusting(issuer.uri(), "server.port=" + port,
                "refill.security.portal-client.secret=" + LocalIdentities.PORTAL_SECRET);
        application.context().getBean(Subscribers.class)
                .provision(new Subscriber(new SubscriberId("sub_test0101"), new Msisdn(NUMBER),
                        Subscriber.Status.ACTIVE))
                .block(Duration.ofSeconds(5));
    }

    @AfterAll
    void stop() {
        application.close();
        issuer.close();
    }

    @Test
    void subscriberSignsInWithProofKeyAndSeesTheOwnBalance() throws Exception {
        try (HttpClient browser = browser()) {
            HttpResponse<String> authorize = send(browser,
                    HttpRequest.newBuilder(portal.resolve("/oauth2/authorization/portal")));
            URI atIssuer = location(portal, authorize);
            assertThat(atIssuer).hasAuthority(issuer.uri().getAuthority());
            assertThat(atIssuer.getQuery()).contains("code_challenge=", "code_challenge_method=S256", "nonce=",
                    "state=");

            HttpResponse<String> balance = signIn(browser);

            assertThat(balance.statusCode()).isEqualTo(200);
            assertThat(balance.uri()).isEqualTo(portal.resolve("/balance"));
        }
    }

    @Test
    void sessionCookieIsKeptFromScriptsAndFromOtherSites() throws Exception {
        try (HttpClient browser = browser()) {
            HttpResponse<String> toLogin = send(browser,
                    HttpRequest.newBuilder(portal.resolve("/oauth2/authorization/portal")));
            assertThat(toLogin.headers().allValues("Set-Cookie"))
                    .anySatisfy(cookie -> assertThat(cookie).startsWith("refill-session=")
                            .containsIgnoringCase("; HttpOnly")
                            .contains("; SameSite=Lax"));
        }
    }

    @Test
    void answerThatNobodyAskedForSignsNobodyIn() throws Exception {
        try (HttpClient browser = browser()) {
            HttpResponse<String> forged = send(browser,
                    HttpRequest.newBuilder(portal.resolve("/login/oauth2/code/portal?code=stolen&state=guessed")));
            assertThat(forged.statusCode()).isEqualTo(401);
            assertThat(forged.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
            HttpResponse<String> balance = send(browser, HttpRequest.newBuilder(portal.resolve("/balance")));
            assertThat(balance.statusCode()).isEqualTo(302);
        }
    }

    @Test
    void whoSignsOutIsSignedOut() throws Exception {
        try (HttpClient browser = browser()) {
            Matcher formToken = FORM_TOKEN.matcher(follow(browser, portal).body());
            signIn(browser);
            assertThat(formToken.find()).isTrue();

            HttpResponse<String> withoutToken = send(browser, post("/logout", ""));
            HttpResponse<String> signedOut = send(browser, post("/logout", "_csrf=" + encoded(formToken.group(1))));

            assertThat(withoutToken.statusCode()).isEqualTo(403);
            assertThat(location(portal, signedOut)).isEqualTo(portal.resolve("/"));
            assertThat(send(browser, HttpRequest.newBuilder(portal.resolve("/balance"))).statusCode()).isEqualTo(302);
        }
    }

    @Test
    void thereAreNoPagesButOurs() throws Exception {
        try (HttpClient browser = browser()) {
            for (String generated : List.of("/login", "/logout", "/default-ui.css")) {
                HttpResponse<String> page = send(browser, HttpRequest.newBuilder(portal.resolve(generated)));
                assertThat(page.statusCode()).as(generated).isEqualTo(404);
            }
        }
    }

    @Test
    void operatorSignsInWithTheScopeAndSeesTheQueue() throws Exception {
        try (HttpClient browser = browser()) {
            HttpResponse<String> queue = signIn(browser, "/operations", LocalIdentities.OPERATOR);

            assertThat(queue.statusCode()).isEqualTo(200);
            assertThat(queue.uri()).isEqualTo(portal.resolve("/operations"));
            assertThat(queue.body()).contains("Orders that rest", "in_review");
            assertThat(follow(browser, portal.resolve("/operations/webhooks")).body()).contains("Events of providers");
            assertThat(follow(browser, portal.resolve("/balance")).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void subscriberWhoAsksForTheScopeIsNoOperator() throws Exception {
        try (HttpClient browser = browser()) {
            HttpResponse<String> refused = signIn(browser, "/operations", NUMBER);

            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("That is not allowed").doesNotContain("Orders that rest");
            assertThat(follow(browser, portal.resolve("/balance")).statusCode()).isEqualTo(200);
        }
    }

    private HttpRequest.Builder post(String path, String form) {
        return HttpRequest.newBuilder(portal.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    private HttpResponse<String> signIn(HttpClient browser) throws Exception {
        return signIn(browser, "/balance", NUMBER);
    }

    private HttpResponse<String> signIn(HttpClient browser, String path, String who) throws Exception {
        HttpResponse<String> page = follow(browser, portal.resolve(path));
        Matcher login = LOGIN.matcher(page.body());
        assertThat(login.find()).as(page.body()).isTrue();
        HttpResponse<String> accepted = send(browser, HttpRequest.newBuilder(issuer.uri().resolve("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers
                        .ofString("login=" + encoded(login.group(1)) + "&msisdn=" + encoded(who)
                                + "&pin=" + LocalIdentities.PIN)));
        return follow(browser, location(issuer.uri(), accepted));
    }

    private static HttpResponse<String> follow(HttpClient browser, URI start) throws Exception {
        HttpResponse<String> answer = send(browser, HttpRequest.newBuilder(start));
        for (int redirects = 0; answer.statusCode() / 100 == 3 && redirects < 10; redirects++) {
            answer = send(browser, HttpRequest.newBuilder(location(answer.uri(), answer)));
        }
        return answer;
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request) throws Exception {
        return browser.send(request.header("Accept", "text/html").timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI location(URI base, HttpResponse<String> redirect) {
        return base.resolve(redirect.headers().firstValue("Location").orElseThrow());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** One browser, one cookie jar. */
    private static HttpClient browser() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
