package dev.refill.endtoend.secrets;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * All that came back for a request.
 *
 * @param asked how it was asked for, in words
 * @param text headers and body
 */
public record Answered(String asked, int status, String text) {

    static Answered of(String asked, HttpResponse<byte[]> answer) {
        String headers = answer.headers().map().entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));
        return new Answered(asked, answer.statusCode(),
                headers + "\n\n" + new String(answer.body(), StandardCharsets.UTF_8));
    }

    public boolean isRefused() {
        return status >= 400;
    }
}
