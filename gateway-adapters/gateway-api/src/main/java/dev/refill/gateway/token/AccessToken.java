package dev.refill.gateway.token;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.json.StrictJson;

/**
 * What a provider lets us in with.
 *
 * @param value for the header {@code Authorization}
 * @param renewAt a little before it runs out
 */
public record AccessToken(String value, Instant renewAt) {

    /** What may stand in the header, whoever sent it to us. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/=-]{1,8192}");
    private static final long LONGEST_LIFE = Duration.ofDays(1).toSeconds();
    private static final Duration MARGIN = Duration.ofSeconds(60);

    /**
     * Reads the answer of a token endpoint (RFC 6749, 5.1).
     *
     * @throws IllegalArgumentException if the answer holds no token
     */
    public static AccessToken read(JsonNode answer, Instant now) {
        var value = StrictJson.text(answer, "access_token");
        var seconds = answer.path("expires_in").longValue(0);
        if (!FORM.matcher(value).matches() || seconds < 1) {
            throw new IllegalArgumentException("answer: no access token");
        }
        var life = Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE));
        return new AccessToken(value, now.plus(life).minus(margin(life)));
    }

    /** Of a token that lives for less than ten minutes, a tenth. */
    private static Duration margin(Duration life) {
        var tenth = life.dividedBy(10);
        return tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN;
    }

    /** A token can move money, so it is not printed. */
    @Override
    public String toString() {
        return "AccessToken[value=…, renewAt=" + renewAt + "]";
    }
}
