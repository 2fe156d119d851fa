package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** A person of the operator's, who gives money back and looks at meters. */
public final class Operator {

    private final World world;
    private final Node node;

    public Operator(World world, Node node) {
        this.world = world;
        this.node = node;
    }

    /** Gives a part of an order back, knowing of every other part that went before. */
    public Api.Answer refund(String recharge, long amount, String currency) throws IOException {
        long version = world.books().count(
                "SELECT coalesce(max(version), 0) FROM recharge.returned WHERE recharge_id = '" + recharge + "'");
        return Api.send(asked(node.base().resolve("/v1/operations/recharges/" + recharge + "/refunds"))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("If-Match", "\"" + version + "\"")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"amount\":" + amount + ",\"currency\":\"" + currency
                        + "\",\"reason\":\"did not arrive\"}"))
                .build());
    }

    /**
     * How many webhooks of a gateway the node has answered in one way.
     *
     * @param management the port of the node's meters
     * @param answer as the meter calls it
     */
    public long webhooks(int management, String gateway, String answer) throws IOException {
        Api.Answer counted = Api.send(asked(URI.create("http://localhost:" + management
                + "/actuator/metrics/refill.webhooks.received?tag=gateway:" + gateway + "&tag=answer:" + answer))
                .build());
        assertThat(counted.status()).as(counted.toString()).isIn(200, 404);
        return counted.status() == 404 ? 0 : counted.json().at("/measurements/0/value").longValue();
    }

    /**
     * To read all meters of the node.
     *
     * @param management the port of the node's meters
     */
    public HttpRequest meters(int management) {
        return asked(URI.create("http://localhost:" + management + "/actuator/prometheus")).build();
    }

    private HttpRequest.Builder asked(URI address) {
        return HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + world.issuer().client("anna", "operations"));
    }
}
