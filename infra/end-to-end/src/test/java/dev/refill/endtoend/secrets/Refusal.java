package dev.refill.endtoend.secrets;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * A request that was not served, and all that came back.
 *
 * @param asked how it was asked for, in words
 * @param text headers and body
 */
public record Refusal(String asked, int status, String text) {

    static Refusal of(String asked, HttpResponse<byte[]> answer) {
        String headers = answer.headers().map().entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));
        return new Refusal(asked, answer.statusCode(),
                headers + "\n\n" + new String(answer.body(), StandardCharsets.UTF_8));
    }
}
