package dev.refill.local.issuer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

import static dev.refill.local.issuer.IssuerBrowser.body;
import static dev.refill.local.issuer.IssuerBrowser.json;
import static dev.refill.local.issuer.IssuerBrowser.location;
import static dev.refill.local.issuer.IssuerBrowser.login;
import static dev.refill.local.issuer.IssuerBrowser.parameter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LocalIssuerTest {

    @TempDir
    private Path folder;

    private final MovingClock clock = new MovingClock();
    private LocalIssuer issuer;
    private IssuerBrowser browser;

    @BeforeEach
    void start() {
        issuer = LocalIssuer.start(TestSettings.in(folder), clock);
        browser = new IssuerBrowser(issuer.issuerUri());
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @ParameterizedTest
    @CsvSource({"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"})
    void describesItself(String path) {
        JsonNode description = json(browser.get(path));
        assertThat(description.get("issuer").asString()).isEqualTo(issuer.issuerUri());
        assertThat(description.get("jwks_uri").asString()).isEqualTo(issuer.issuerUri() + "/jwks");
        assertThat(description.get("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
    }

    @Test
    void publishesNoPrivateKey() {
        assertThat(body(browser.get("/jwks"))).contains("\"kty\":\"EC\"", "\"kty\":\"RSA\"").doesNotContain("\"d\":");
    }

    @Test
    void clientGetsATokenForItself() throws ParseException, JOSEException {
        ResponseEntity<String> answer = browser.post("/token", Map.of("grant_type", "client_credentials"), "demo-app",
                "demo-app-secret");

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(answer.getHeaders().getCacheControl()).isEqualTo("no-store");
        assertThat(json(answer).get("token_type").asString()).isEqualTo("Bearer");
        assertThat(json(answer).get("expires_in").asInt()).isEqualTo(600);
        SignedJWT token = accessToken(answer);
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(issuer.issuerUri());
        assertThat(claims.getSubject()).isEqualTo("demo-app");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("demo-app");
        assertThat(claims.getAudience()).containsExactly("refill-api");
        assertThat(claims.getStringClaim("scope").split(" "))
                .containsExactlyInAnyOrder("recharges:write", "recharges:read", "balances:read",
                        "webhooks:manage", "transfers");
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(clock.instant()));
        assertThat(claims.getNotBeforeTime()).isEqualTo(Date.from(clock.instant()));
        assertThat(claims.getExpirationTime()).isEqualTo(Date.from(clock.instant().plusSeconds(600)));
        assertThat(claims.getJWTID()).isNotEmpty();
    }

    @Test
    void clientMayAskForLessThanItMayHave() throws ParseException, JOSEException {
        ResponseEntity<String> answer = browser.post("/token",
                Map.of("grant_type", "client_credentials", "scope", "recharges:read", "client_id", "demo-app",
                        "client_secret", "demo-app-secret"));
        assertThat(accessToken(answer).getJWTClaimsSet().getStringClaim("scope")).isEqualTo("recharges:read");
    }

    @ParameterizedTest
    @CsvSource({
            "demo-app, wrong,           client_credentials, '',         401, invalid_client",
            "nobody,   demo-app-secret, client_credentials, '',         401, invalid_client",
            "demo-app, demo-app-secret, client_credentials, operations, 400, invalid_scope",
            "demo-app, demo-app-secret, password,           '',         400, unsupported_grant_type",
            "demo-app, demo-app-secret, '',                 '',         400, invalid_request",
            "portal,   portal-secret,   client_credentials, '',         400, unauthorized_client"
    })
    void refusesAToken(String client, String secret, String grant, String scope, int status, String error) {
        ResponseEntity<String> answer = browser.post("/token", Map.of("grant_type", grant, "scope", scope), client,
                secret);
        assertThat(answer.getStatusCode().value()).isEqualTo(status);
        assertThat(json(answer).get("error").asString()).isEqualTo(error);
    }

    @Test
    void refusesTwoWaysOfAuthenticationAtOnce() {
        ResponseEntity<String> answer = browser.post("/token",
                Map.of("grant_type", "client_credentials", "client_secret", "demo-app-secret"), "demo-app",
                "demo-app-secret");
        assertThat(json(answer).get("error").asString()).isEqualTo("invalid_client");
        assertThat(answer.getHeaders().getFirst("WWW-Authenticate")).startsWith("Basic ");
    }

    @Test
    void subscriberLogsInAndTheClientLearnsWhoItIs() throws ParseException, JOSEException {
        ResponseEntity<String> page = browser.authorize(Map.of());
        assertThat(page.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(page.getHeaders().getFirst("Content-Security-Policy"))
                .contains("default-src 'none'", "form-action 'self' http://localhost:8080;");

        URI location = location(browser.logIn(login(page), "+12025550107", "1234"));
        assertThat(location.toString()).startsWith(TestSettings.REDIRECT + "?");
        assertThat(parameter(location, "state")).isEqualTo("a state+&=/");
        assertThat(parameter(location, "iss")).isEqualTo(issuer.issuerUri());

        ResponseEntity<String> answer = browser.redeem(parameter(location, "code"), Map.of());
        JWTClaimsSet access = accessToken(answer).getJWTClaimsSet();
        assertThat(access.getSubject()).isEqualTo("sub_test0107");
        assertThat(access.getStringClaim("subscriber_id")).isEqualTo("sub_test0107");
        assertThat(access.getStringClaim("msisdn")).isEqualTo("+12025550107");
        assertThat(access.getStringClaim("client_id")).isEqualTo("portal");
        assertThat(access.getAudience()).containsExactly("refill-api");
        assertThat(access.getStringClaim("scope")).isEqualTo("openid balances:read");

        SignedJWT idToken = SignedJWT.parse(json(answer).get("id_token").asString());
        assertThat(idToken.verify(new RSASSAVerifier(issuer.publicKeys().getKeys().get(1).toRSAKey()))).isTrue();
        assertThat(idToken.getJWTClaimsSet().getAudience()).containsExactly("portal");
        assertThat(idToken.getJWTClaimsSet().getStringClaim("nonce")).isEqualTo("n-1");

        ResponseEntity<String> user = browser.get("/userinfo",
                "Bearer " + json(answer).get("access_token").asString());
        assertThat(json(user).get("sub").asString()).isEqualTo("sub_test0107");
    }

    @ParameterizedTest
    @CsvSource({"operator, openid operations, person-ada", "operator2, openid operations, person-ben",
            "+12025550107, openid, sub_test0107"})
    void onlyOperatorsAreGivenTheirScope(String login, String granted, String subject)
            throws ParseException, JOSEException {
        ResponseEntity<String> page = browser.authorize(Map.of("scope", "openid operations"));
        URI location = location(browser.logIn(login(page), login, "1234"));
        ResponseEntity<String> answer = browser.redeem(parameter(location, "code"), Map.of());

        JWTClaimsSet access = accessToken(answer).getJWTClaimsSet();
        assertThat(access.getStringClaim("scope")).isEqualTo(granted);
        assertThat(access.getSubject()).isEqualTo(subject);
        assertThat(access.getLongClaim("auth_time")).isEqualTo(access.getIssueTime().toInstant().getEpochSecond());
        assertThat(json(answer).get("scope").asString()).isEqualTo(granted);
    }

    @ParameterizedTest
    @CsvSource({
            "response_type,         token,         unsupported_response_type",
            "code_challenge,        '',            invalid_request",
            "code_challenge,        short,         invalid_request",
            "code_challenge_method, plain,         invalid_request",
            "code_challenge_method, '',            invalid_request",
            "scope,                 webhooks:manage, invalid_scope",
            "prompt,                none,          login_required"
    })
    void clientHearsWhatIsWrongWithItsRequest(String parameter, String value, String error) {
        URI location = location(browser.authorize(Map.of(parameter, value)));
        assertThat(location.toString()).startsWith(TestSettings.REDIRECT + "?");
        assertThat(parameter(location, "error")).isEqualTo(error);
        assertThat(parameter(location, "state")).isEqualTo("a state+&=/");
        assertThat(parameter(location, "code")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "client_id,    nobody",
            "client_id,    demo-app",
            "client_id,    ''",
            "redirect_uri, http://localhost:8080/login/oauth2/code/portal/",
            "redirect_uri, http://LOCALHOST:8080/login/oauth2/code/portal",
            "redirect_uri, https://evil.example/",
            "redirect_uri, ''"
    })
    void redirectsNobodyToAnAddressThatIsNotRegistered(String parameter, String value) {
        ResponseEntity<String> page = browser.authorize(Map.of(parameter, value));
        assertThat(page.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(page.getHeaders().getLocation()).isNull();
    }

    @Test
    void codeWorksOnce() {
        String code = browser.code();
        assertThat(browser.redeem(code, Map.of()).getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(json(browser.redeem(code, Map.of())).get("error").asString()).isEqualTo("invalid_grant");
    }

    @Test
    void codeIsOverAfterAMinute() {
        String code = browser.code();
        clock.move(Duration.ofSeconds(60));
        assertThat(json(browser.redeem(code, Map.of())).get("error").asString()).isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @CsvSource({
            "code_verifier, aBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "code_verifier, ''",
            "redirect_uri,  http://localhost:8080/",
            "redirect_uri,  ''"
    })
    void codeIsOfNoUseToSomebodyElse(String parameter, String value) {
        String code = browser.code();
        assertThat(json(browser.redeem(code, Map.of(parameter, value))).get("error").asString())
                .isEqualTo("invalid_grant");
        assertThat(json(browser.redeem(code, Map.of())).get("error").asString()).isEqualTo("invalid_grant");
    }

    @Test
    void codeOfAnotherClientIsRefused() {
        ResponseEntity<String> answer = browser.redeem(browser.code(),
                Map.of("client_id", "demo-app", "client_secret", "demo-app-secret"));
        assertThat(json(answer).get("error").asString()).isEqualTo("invalid_grant");
    }

    @Test
    void wrongPinMayBeTriedAgainButNotForEver() {
        String login = login(browser.authorize(Map.of()));
        for (int attempt = 1; attempt <= 5; attempt++) {
            ResponseEntity<String> again = browser.logIn(login, "+12025550102", "0000");
            assertThat(again.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
            assertThat(body(again)).contains("role=\"alert\"", "value=\"+12025550102\" selected");
        }
        ResponseEntity<String> over = browser.logIn(login, "+12025550102", "1234");
        assertThat(over.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(over.getHeaders().getLocation()).isNull();
    }

    @Test
    void loginFormWorksOnce() {
        String login = login(browser.authorize(Map.of()));
        location(browser.logIn(login, "+12025550102", "1234"));
        assertThat(browser.logIn(login, "+12025550102", "1234").getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    }

    @Test
    void foreignTextOnThePageStaysText() {
        ResponseEntity<String> again = browser.logIn(login(browser.authorize(Map.of())), "\"><script>", "0000");
        assertThat(body(again)).doesNotContain("<script");
    }

    @ParameterizedTest
    @CsvSource({"''", "Bearer nonsense", "Basic abc"})
    void userInfoWithoutATokenIsRefused(String authorization) {
        assertThat(browser.get("/userinfo", authorization).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void userInfoWithAnExpiredTokenIsRefused() {
        String token = issuer.accessToken(LocalIdentities.users().getFirst(), "portal", List.of("openid"));
        assertThat(browser.get("/userinfo", "Bearer " + token).getStatusCode()).isEqualTo(HttpStatus.OK);
        clock.move(Duration.ofMinutes(10));
        assertThat(browser.get("/userinfo", "Bearer " + token).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void logoutLeadsBackToTheClientOnly() {
        assertThat(location(browser.get("/logout?post_logout_redirect_uri=http://localhost:8080/")))
                .hasToString("http://localhost:8080/");
        ResponseEntity<String> elsewhere = browser.get("/logout?post_logout_redirect_uri=https://evil.example/");
        assertThat(elsewhere.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(elsewhere.getHeaders().getLocation()).isNull();
    }

    @Test
    void formThatIsTooLargeIsRefused() {
        ResponseEntity<String> answer = browser.post("/token", Map.of("grant_type", "x".repeat(20_000)));
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
    }

    @Test
    void tokensSurviveARestart() throws ParseException, JOSEException, IOException {
        String token = issuer.accessToken(LocalIdentities.users().getFirst(), "portal", List.of("openid"));
        issuer.close();
        issuer = LocalIssuer.start(TestSettings.in(folder), clock);
        assertThat(isSignedBy(issuer, SignedJWT.parse(token))).isTrue();
        assertThat(Files.getPosixFilePermissions(folder.resolve("keys.json")))
                .hasToString("[OWNER_READ, OWNER_WRITE]");
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        IssuerSettings settings = TestSettings.in(folder);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            IssuerSettings onTakenPort = new IssuerSettings(taken.getLocalPort(), settings.keyFile(),
                    settings.audience(), settings.tokenLife(), settings.clients(), settings.users());
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> LocalIssuer.start(onTakenPort))
                    .withMessage("Port " + taken.getLocalPort() + " is taken by another program.");
        }
    }

    private SignedJWT accessToken(ResponseEntity<String> answer) throws ParseException, JOSEException {
        SignedJWT token = SignedJWT.parse(json(answer).get("access_token").asString());
        assertThat(isSignedBy(issuer, token)).isTrue();
        return token;
    }

    private static boolean isSignedBy(LocalIssuer issuer, SignedJWT token) throws JOSEException {
        return token.verify(new ECDSAVerifier(issuer.publicKeys().getKeys().get(0).toECKey()));
    }
}
