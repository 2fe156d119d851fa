package dev.refill.local.issuer;

import java.util.Optional;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import dev.refill.local.issuer.AuthorizationRequest.Refused;
import dev.refill.local.issuer.AuthorizationRequest.Unaddressed;
import dev.refill.local.issuer.AuthorizationRequest.Valid;

/** The way of a user: from the client's wish over the login page back to the client with a code. */
final class LoginEndpoints {

    private final String issuer;
    private final IssuerSettings settings;
    private final AuthorizationReader reader;
    private final LoginPages pages;
    private final SingleUse<PendingLogin> logins;
    private final SingleUse<IssuedCode> codes;
    private final Scheduler scheduler;

    LoginEndpoints(String issuer, IssuerSettings settings, SingleUse<PendingLogin> logins, SingleUse<IssuedCode> codes,
            Scheduler scheduler) {
        this.issuer = issuer;
        this.settings = settings;
        this.reader = new AuthorizationReader(settings.clients());
        this.pages = new LoginPages(settings.users());
        this.logins = logins;
        this.codes = codes;
        this.scheduler = scheduler;
    }

    /** {@code GET /authorize} */
    Mono<ServerResponse> authorize(ServerRequest request) {
        return switch (reader.read(new Parameters(request.queryParams()))) {
            case Valid(AuthorizationRequest valid) ->
                pages.form(logins.keep(new PendingLogin(valid)), valid.redirectUri());
            case Refused refused -> ServerResponse.seeOther(refused.location(issuer)).build();
            case Unaddressed(String reason) -> pages.ended(HttpStatus.BAD_REQUEST, "This login cannot begin", reason);
        };
    }

    /** {@code POST /login} */
    Mono<ServerResponse> login(ServerRequest request) {
        return request.body(BodyExtractors.toFormData())
                .publishOn(scheduler)
                .map(Parameters::new)
                .flatMap(this::login);
    }

    private Mono<ServerResponse> login(Parameters form) {
        String key = form.orEmpty("login");
        return logins.find(key)
                .map(login -> login(key, login, form))
                .orElseGet(this::over);
    }

    private Mono<ServerResponse> over() {
        return pages.ended(HttpStatus.BAD_REQUEST, "This login is over",
                "It took too long, or failed too often. Please go back and start again.");
    }

    private Mono<ServerResponse> login(String key, PendingLogin login, Parameters form) {
        return user(form)
                .map(user -> loggedIn(key, user))
                .orElseGet(() -> wrongPin(key, login, form.orEmpty("msisdn")));
    }

    private Optional<IssuerUser> user(Parameters form) {
        return settings.users().stream()
                .filter(user -> user.login().equals(form.orEmpty("msisdn")) && user.pin().equals(form.orEmpty("pin")))
                .findFirst();
    }

    private Mono<ServerResponse> loggedIn(String key, IssuerUser user) {
        return logins.take(key)
                .map(PendingLogin::request)
                .map(request -> request.location(codes.keep(new IssuedCode(request, user)), issuer))
                .map(location -> ServerResponse.seeOther(location).build())
                .orElseGet(this::over);
    }

    private Mono<ServerResponse> wrongPin(String key, PendingLogin login, String msisdn) {
        if (login.failOnceMore()) {
            logins.take(key);
        }
        return pages.wrongPin(key, login.request().redirectUri(), msisdn);
    }

    /** {@code GET /logout}: there is no session to end, so that only the way back is left. */
    Mono<ServerResponse> logout(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        return settings.clients().stream()
                .flatMap(client -> client.redirectUris().stream())
                .map(uri -> uri.resolve("/"))
                .filter(home -> home.toString().equals(parameters.orEmpty("post_logout_redirect_uri")))
                .findFirst()
                .map(home -> ServerResponse.seeOther(home).build())
                .orElseGet(() -> pages.ended(HttpStatus.OK, "Logged out", "Nobody stays logged in here."));
    }
}
