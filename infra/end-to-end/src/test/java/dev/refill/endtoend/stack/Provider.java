package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

import dev.refill.sandbox.SandboxServer;

/** The switches of the sandbox provider, and what it says happened. */
public final class Provider {

    private final SandboxServer sandbox;

    public Provider(SandboxServer sandbox) {
        this.sandbox = sandbox;
    }

    /** Sets a fault, given as the control API's JSON. */
    public void fault(String json) {
        send(HttpRequest.newBuilder(at("/sandbox/faults")).POST(HttpRequest.BodyPublishers.ofString(json)).build(),
                201);
    }

    /** Clears all faults and releases what was withheld. */
    public void heal() {
        send(HttpRequest.newBuilder(at("/sandbox/faults")).DELETE().build(), 200);
    }

    /** How many payments were captured. */
    public long captured() {
        return send(HttpRequest.newBuilder(at("/sandbox/truth")).build(), 200).json().path("payments").size();
    }

    /** The id of the newest event of a type; empty text while there is none. */
    public String newestEvent(String type) {
        return send(asked("/v1/events?limit=1&type=" + type), 200).json().path("data").path(0).path("id")
                .stringValue("");
    }

    /** An event, to the byte as its webhook carries it. */
    public byte[] event(String id) {
        return send(asked("/v1/events/" + id), 200).body().getBytes(StandardCharsets.ISO_8859_1);
    }

    private HttpRequest asked(String path) {
        return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + sandbox.apiKey()).build();
    }

    private URI at(String path) {
        return URI.create(sandbox.baseUrl() + path);
    }

    private static Api.Answer send(HttpRequest request, int expected) {
        try {
            Api.Answer answer = Api.send(request);
            if (answer.status() != expected) {
                throw new AssertionError(answer.toString());
            }
            return answer;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
