package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.SandboxServer;

/** The switches of the sandbox provider, and what it says happened. */
public final class Provider {

    private final URI address;
    private final String apiKey;

    public Provider(SandboxServer sandbox) {
        this(URI.create(sandbox.baseUrl()), sandbox.apiKey());
    }

    public Provider(URI address, String apiKey) {
        this.address = address;
        this.apiKey = apiKey;
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
        return send(api("/v1/events?limit=1&type=" + type).build(), 200).json().path("data").path(0).path("id")
                .stringValue("");
    }

    /** An event, to the byte as its webhook carries it. */
    public byte[] event(String id) {
        return send(api("/v1/events/" + id).build(), 200).body().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** How many endpoints have not acknowledged an event yet. */
    public long unacknowledged(String eventId) {
        return send(api("/v1/events/" + eventId).build(), 200).json().path("pending_webhooks").longValue();
    }

    /** Whether every event so far is acknowledged by everybody who is told of it. */
    public boolean owesNothing() {
        return send(api("/v1/events?limit=1&delivery_success=false").build(), 200).json().path("data").isEmpty();
    }

    /** The JSON of all events of a type, as they are delivered. */
    public List<String> events(String type) {
        List<String> events = new ArrayList<>();
        String page = "/v1/events?limit=100&type=" + type;
        String after = "";
        boolean more = true;
        while (more) {
            JsonNode list = send(api(page + after).build(), 200).json();
            list.path("data").forEach(event -> events.add(event.toString()));
            more = list.path("has_more").booleanValue();
            after = "&starting_after=" + list.path("data").path(list.path("data").size() - 1).path("id").stringValue();
        }
        return events;
    }

    /** Charges a kept card as the application would. */
    public void charge(String operationKey, long amount) {
        String form = "amount=" + amount + "&currency=usd&confirm=true&payment_method_types[]=card"
                + "&payment_method=pm_card_visa&metadata[operation_key]=" + operationKey;
        send(api("/v1/payment_intents")
                .header("Idempotency-Key", operationKey)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(), 200);
    }

    /** Deletes a customer with all cards that are kept for it, as its owner or the provider's staff may do there. */
    public void forget(String customer) {
        send(api("/v1/customers/" + customer).DELETE().build(), 200);
    }

    /** Registers one more address for all webhooks; answers with the secret they are signed with. */
    public String deliverAlsoTo(URI address) {
        String form = "url=" + address + "&enabled_events[]=*";
        return send(api("/v1/webhook_endpoints")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(), 200).json().path("secret").stringValue("");
    }

    private HttpRequest.Builder api(String path) {
        return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + apiKey);
    }

    private URI at(String path) {
        return address.resolve(path);
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
