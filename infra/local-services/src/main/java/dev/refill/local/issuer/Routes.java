package dev.refill.local.issuer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;

import com.nimbusds.jose.jwk.JWKSet;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** All the issuer answers to. */
final class Routes {

    private static final Duration LOGIN_LIFE = Duration.ofMinutes(10);
    private static final int MOST_LOGINS = 10_000;
    private static final Duration CODE_LIFE = Duration.ofSeconds(60);
    private static final int MOST_CODES = 10_000;

    private Routes() {}

    static RouterFunction<ServerResponse> of(String issuer, IssuerSettings settings, Tokens tokens, JWKSet keys,
            Clock clock, Scheduler scheduler) {
        SingleUse<IssuedCode> codes = new SingleUse<>(CODE_LIFE, MOST_CODES, clock);
        SingleUse<PendingLogin> logins = new SingleUse<>(LOGIN_LIFE, MOST_LOGINS, clock);
        Metadata metadata = new Metadata(issuer, settings, keys);
        LoginEndpoints login = new LoginEndpoints(issuer, settings, logins, codes, scheduler);
        ClientAuthentication authentication = new ClientAuthentication(settings.clients());
        TokenEndpoint token = new TokenEndpoint(authentication, tokens, codes, scheduler);
        UserInfoEndpoint userInfo = new UserInfoEndpoint(settings.users(), tokens);
        String style = style();
        return RouterFunctions.route()
                .GET("/.well-known/openid-configuration", metadata::discovery)
                .GET("/.well-known/oauth-authorization-server", metadata::discovery)
                .GET("/jwks", metadata::keys)
                .GET("/authorize", login::authorize)
                .POST("/login", login::login)
                .GET("/logout", login::logout)
                .POST("/token", token::token)
                .GET("/userinfo", userInfo::userInfo)
                .GET("/login.css",
                        request -> ServerResponse.ok().contentType(new MediaType("text", "css")).bodyValue(style))
                .filter((request, next) -> Mono.defer(() -> next.handle(request)).subscribeOn(scheduler))
                .onError(DataBufferLimitException.class,
                        (tooLarge, request) -> ServerResponse.status(HttpStatus.CONTENT_TOO_LARGE).build())
                .build();
    }

    private static String style() {
        try (InputStream file = new ClassPathResource("login.css", Routes.class).getInputStream()) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException("login.css is part of this jar", missing);
        }
    }
}
