package dev.refill.local.issuer;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * An OAuth2 and OpenID Connect issuer on the loopback, from {@link #start} to {@link #close}. Both block: call them outside
 * event loops. It also signs tokens for tests without any of the protocol.
 */
public final class LocalIssuer implements AutoCloseable {

    private static final int LARGEST_FORM_BYTES = 16 * 1024;
    /** Signing and its random numbers may block, so they have threads of their own. */
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 10_000;
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final String issuer;
    private final Tokens tokens;
    private final JWKSet keys;
    private final DisposableServer server;
    private final Scheduler scheduler;

    private LocalIssuer(String issuer, Tokens tokens, JWKSet keys, DisposableServer server, Scheduler scheduler) {
        this.issuer = issuer;
        this.tokens = tokens;
        this.keys = keys;
        this.server = server;
        this.scheduler = scheduler;
    }

    /**
     * Starts an issuer.
     *
     * @throws IllegalStateException if the port is taken
     */
    public static LocalIssuer start(IssuerSettings settings) {
        return start(settings, Clock.systemUTC());
    }

    /** Starts an issuer that believes in a clock of the caller's. */
    public static LocalIssuer start(IssuerSettings settings, Clock clock) {
        SigningKeys keys = SigningKeys.keptIn(settings.keyFile());
        // Requests that come before the port, and with it the issuer's name, is known wait for their handler.
        Sinks.One<HttpHandler> handler = Sinks.one();
        DisposableServer server = bind(settings.port(), handler);
        String issuer = "http://localhost:" + server.port();
        Scheduler scheduler = Schedulers.newBoundedElastic(THREADS, MOST_WAITING, "local-issuer");
        Tokens tokens = new Tokens(issuer, settings.audience(), settings.tokenLife(), keys, clock);
        handler.tryEmitValue(RouterFunctions.toHttpHandler(
                Routes.of(issuer, settings, tokens, keys.asSet(), clock, scheduler), strategies())).orThrow();
        return new LocalIssuer(issuer, tokens, keys.asSet().toPublicJWKSet(), server, scheduler);
    }

    private static DisposableServer bind(int port, Sinks.One<HttpHandler> handler) {
        try {
            return HttpServer.create()
                    .host("127.0.0.1")
                    .port(port)
                    .handle(new ReactorHttpHandlerAdapter((request, response) -> handler.asMono()
                            .flatMap(ready -> ready.handle(request, response))))
                    .bindNow();
        } catch (ChannelBindException taken) {
            throw new IllegalStateException("Port " + port + " is taken by another program.", taken);
        }
    }

    private static HandlerStrategies strategies() {
        return HandlerStrategies.builder()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_FORM_BYTES))
                .build();
    }

    /** The {@code iss} of its tokens, such as {@code http://localhost:9000}; discovery lies under it. */
    public String issuerUri() {
        return issuer;
    }

    public int port() {
        return server.port();
    }

    /** The public keys, as everybody can fetch them. */
    public JWKSet publicKeys() {
        return keys;
    }

    /**
     * The claims of an access token that is valid for the next minutes, as a client gets it, for the caller to change.
     *
     * @param subject a client or a subscriber
     */
    public JWTClaimsSet.Builder accessClaims(String subject, String client, Collection<String> scopes) {
        return tokens.accessClaims(subject, client, scopes);
    }

    /** The access token that a user who logged in at a client gets. */
    public String accessToken(IssuerUser user, String client, Collection<String> scopes) {
        return tokens.forUser(user, client, scopes);
    }

    /** Signs any claims, right or wrong, as an access token. */
    public String mint(JWTClaimsSet claims) {
        return tokens.signAccess(claims);
    }

    /** Frees the port. A second call does nothing. */
    @Override
    public void close() {
        server.disposeNow(LONGEST_END);
        scheduler.dispose();
    }
}
