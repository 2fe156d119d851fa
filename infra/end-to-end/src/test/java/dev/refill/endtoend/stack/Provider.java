package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;

import dev.refill.sandbox.SandboxServer;

/** The switches of the sandbox provider. */
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
