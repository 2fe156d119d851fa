package dev.refill.app;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefillApplicationIT {

    /** Nobody listens on the discard port: the application starts and answers while its issuer is down. */
    private static final URI NO_ISSUER = URI.create("http://localhost:9");

    private RunningApplication application;

    @BeforeAll
    void start() {
        application = RunningApplication.trusting(NO_ISSUER);
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void probesAreOpenOnThePublicPort() {
        application.client().get().uri("/livez").exchange().expectStatus().isOk();
        application.client().get().uri("/readyz").exchange().expectStatus().isOk();
    }

    @Test
    void metricsTakeAToken() {
        application.managementClient().get().uri("/actuator/prometheus").exchange().expectStatus().isUnauthorized();
        application.client().get().uri("/actuator/prometheus").exchange().expectStatus().isNotFound();
    }

    @Test
    void apiWithoutTokenIsAProblemThatSaysHowToAuthenticate() {
        application.client()
                .post()
                .uri("/v1/recharges")
                .contentType(MediaType.APPLICATION_JSON)
                .header("Idempotency-Key", "k1")
                .bodyValue("{}")
                .exchange()
                .expectStatus().isUnauthorized()
                .expectHeader().valueEquals("WWW-Authenticate", "Bearer")
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/unauthenticated")
                .jsonPath("$.trace").doesNotExist();
    }

    @Test
    void tokenWhileTheIssuerIsDownIsAskedToComeBack() {
        String unsigned = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJhIn0.AAAA";
        application.client()
                .get()
                .uri("/v1/recharges/rch_1")
                .headers(headers -> headers.setBearerAuth(unsigned))
                .exchange()
                .expectStatus().isEqualTo(503)
                .expectHeader().exists("Retry-After");
    }

    @Test
    void unknownPageIsAPageForPeopleAndAProblemForPrograms() {
        application.client()
                .get()
                .uri("/no-such-page")
                .accept(MediaType.APPLICATION_JSON)
                .exchange()
                .expectStatus().isNotFound()
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
        String page = application.client()
                .get()
                .uri("/no-such-page")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus().isNotFound()
                .expectHeader().contentTypeCompatibleWith(MediaType.TEXT_HTML)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(page).doesNotContain("Exception");
    }

    @Test
    void contractIsServedAndRenderedUnderAPolicyOfItsOwn() {
        application.client().get().uri("/openapi.yaml").exchange().expectStatus().isOk();
        application.client().get().uri("/docs").exchange()
                .expectStatus().isFound()
                .expectHeader().location("/swagger-ui/index.html");
        for (String file : List.of("/swagger-ui/index.html", "/swagger-ui/start.js",
                "/swagger-ui/swagger-ui-bundle.js", "/swagger-ui/swagger-ui.css")) {
            application.client().get().uri(file).exchange()
                    .expectStatus().isOk()
                    .expectHeader().value("Content-Security-Policy",
                            policy -> assertThat(policy).contains("script-src 'self';"));
        }
    }

    @Test
    void formTokenTravelsInACookieThatScriptsCannotRead() {
        application.client().get().uri("/").exchange()
                .expectStatus().isOk()
                .expectHeader().value("Set-Cookie",
                        cookie -> assertThat(cookie).containsIgnoringCase("; HttpOnly").contains("; SameSite=Lax",
                                "; Path=/"));
    }

    @Test
    void firstPageStartsNoSession() {
        application.client().get().uri("/").exchange().expectCookie().doesNotExist("refill-session");
    }

    @Test
    void signInWhileTheIssuerIsDownIsAPageThatSaysSo() {
        application.client()
                .get()
                .uri("/oauth2/authorization/portal")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus().isEqualTo(503)
                .expectHeader().contentTypeCompatibleWith(MediaType.TEXT_HTML);
    }
}
