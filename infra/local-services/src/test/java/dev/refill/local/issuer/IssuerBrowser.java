package dev.refill.local.issuer;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a browser and a client's back end send to an issuer. */
final class IssuerBrowser {

    /** The pair of RFC 7636, appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final Pattern LOGIN = Pattern.compile("name=\"login\" value=\"([A-Za-z0-9_-]+)\"");

    private final WebClient http;

    IssuerBrowser(String issuer) {
        http = WebClient.builder()
                .baseUrl(issuer)
                .defaultStatusHandler(status -> true, response -> Mono.empty())
                .build();
    }

    /** A valid authorization request with some parameters changed; an empty value leaves one out. */
    ResponseEntity<String> authorize(Map<String, String> changes) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of(
                "response_type", "code",
                "client_id", "portal",
                "redirect_uri", TestSettings.REDIRECT.toString(),
                "scope", "openid balances:read",
                "state", "a state+&=/",
                "nonce", "n-1",
                "code_challenge", CHALLENGE,
                "code_challenge_method", "S256"));
        parameters.putAll(changes);
        parameters.values().removeIf(String::isEmpty);
        UriComponentsBuilder uri = UriComponentsBuilder.fromPath("/authorize");
        parameters.keySet().forEach(name -> uri.queryParam(name, "{" + name + "}"));
        return get(uri.encode().buildAndExpand(parameters).toUriString());
    }

    ResponseEntity<String> get(String pathAndQuery) {
        return answered(http.get().uri(builder -> URI.create(builder.build() + pathAndQuery)));
    }

    ResponseEntity<String> get(String path, String authorization) {
        return answered(http.get().uri(path).header("Authorization", authorization));
    }

    /** The hidden field of a login page. */
    static String login(ResponseEntity<String> page) {
        Matcher field = LOGIN.matcher(body(page));
        if (!field.find()) {
            throw new AssertionError("no login form in " + page);
        }
        return field.group(1);
    }

    ResponseEntity<String> logIn(String login, String msisdn, String pin) {
        return post("/login", Map.of("login", login, "msisdn", msisdn, "pin", pin));
    }

    /** From a valid request to the code that the client gets. */
    String code() {
        URI location = location(logIn(login(authorize(Map.of())), "+12025550101", "1234"));
        return parameter(location, "code");
    }

    ResponseEntity<String> redeem(String code, Map<String, String> changes) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", TestSettings.REDIRECT.toString(),
                "code_verifier", VERIFIER,
                "client_id", "portal",
                "client_secret", LocalIdentities.PORTAL_SECRET));
        form.putAll(changes);
        form.values().removeIf(String::isEmpty);
        return post("/token", form);
    }

    ResponseEntity<String> post(String path, Map<String, String> form) {
        return answered(http.post().uri(path).body(BodyInserters.fromFormData(values(form))));
    }

    ResponseEntity<String> post(String path, Map<String, String> form, String client, String secret) {
        return answered(http.post()
                .uri(path)
                .headers(headers -> headers.setBasicAuth(client, secret))
                .body(BodyInserters.fromFormData(values(form))));
    }

    private static LinkedMultiValueMap<String, String> values(Map<String, String> form) {
        LinkedMultiValueMap<String, String> values = new LinkedMultiValueMap<>();
        values.setAll(form);
        return values;
    }

    private static ResponseEntity<String> answered(WebClient.RequestHeadersSpec<?> request) {
        return Objects.requireNonNull(request.retrieve().toEntity(String.class).block());
    }

    static URI location(ResponseEntity<String> answer) {
        return Objects.requireNonNull(answer.getHeaders().getLocation(), () -> "no redirect: " + answer);
    }

    /** A query parameter as its receiver reads it. */
    static String parameter(URI location, String name) {
        for (String pair : location.getRawQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    static String body(ResponseEntity<String> answer) {
        return Objects.requireNonNullElse(answer.getBody(), "");
    }

    static JsonNode json(ResponseEntity<String> answer) {
        return JsonMapper.shared().readTree(body(answer));
    }
}
