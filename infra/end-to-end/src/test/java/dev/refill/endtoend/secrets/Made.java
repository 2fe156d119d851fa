package dev.refill.endtoend.secrets;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.endtoend.stack.ForeignEvent;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Partner;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What there is to be acted on, so that a request is not refused for want of it.
 *
 * @param orders that are paid
 * @param refunds that wait for a second person
 * @param events of the provider that nobody understands, and may be tried again
 * @param session of the network, which is open
 * @param reservation of a part of a balance
 * @param endpoint of a partner's, which is sent all events
 * @param address where the partner takes them
 * @param secrets of endpoints and listeners, earlier ones as well, each told once
 */
public record Made(List<String> orders, List<String> refunds, List<String> events, String session, String reservation,
        String endpoint, String address, List<String> secrets) {

    /** So that every refund waits for a second person. */
    public static final String SETTING = "--refill.refund.approval-above=1";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int EVENTS = 20;
    private static final int ROTATIONS = 2;

    static Made with(World world, Node node, Caller caller, Partner partner, List<String> orders) {
        List<String> secrets = new ArrayList<>();
        JsonNode endpoint = made(caller.json("POST", caller.channel, "/v1/webhook-endpoints",
                "{\"url\":\"" + partner.address() + "\"}"));
        secrets.add(text(endpoint, "secret"));
        for (int i = 0; i < ROTATIONS; i++) {
            secrets.add(text(made(caller.json("POST", caller.channel,
                    "/v1/webhook-endpoints/" + text(endpoint, "id") + "/secrets", "")), "secret"));
        }
        secrets.add(text(made(caller.json("POST", caller.crm, Caller.TMF + "/hub",
                "{\"callback\":\"" + partner.address() + "/tmf\"}")), "secret"));
        assertThat(secrets).allMatch(secret -> secret.startsWith("whsec_"));
        sell(world, caller);
        return new Made(orders, refunds(world, caller, orders), events(world, node),
                text(made(caller.json("POST", caller.network, "/v1/charging/sessions", """
                        {"reference":"made","number":"%s","sequence":1,
                        "units":[{"service":"data","ratingGroup":1,"requested":1}]}""".formatted(Caller.number(0)))),
                        "id"),
                text(made(caller.json("POST", caller.crm, Caller.TMF + "/reserveBalance", """
                        {"amount":{"amount":1,"units":"airtime:USD"},"logicalResource":{"id":"%s"}}"""
                        .formatted(Caller.number(0)))), "id"),
                text(endpoint, "id"), partner.address(), secrets);
    }

    void release(Caller caller) {
        made(caller.json("DELETE", caller.crm, Caller.TMF + "/reserveBalance/" + reservation, ""));
    }

    /** Gives everybody a plan by which usage has a price. */
    private static void sell(World world, Caller caller) {
        made(caller.json("POST", caller.operator, "/v1/tariffs/classic/versions?reason=new", """
                {"plan":"classic","title":"Classic","unit":"airtime:USD","time-zone":"UTC","data":{"1":"free"}}""",
                "If-Match", "\"0\""));
        world.database().client().sql("UPDATE balance.subscriber SET plan = 'classic'").then().block(LONGEST);
    }

    /** Asked for by somebody else than who rejects them. */
    private static List<String> refunds(World world, Caller caller, List<String> orders) {
        String asking = world.issuer().person("berta", "operations");
        return orders.stream()
                .map(order -> text(made(caller.json("POST", asking, "/v1/operations/recharges/" + order + "/refunds",
                        "{\"amount\":2,\"currency\":\"USD\",\"reason\":\"did not arrive\"}",
                        "If-Match", "\"0\"", "Idempotency-Key", "made-" + order)), "id"))
                .toList();
    }

    private static List<String> events(World world, Node node) {
        List<String> events = IntStream.range(0, EVENTS).mapToObj(i -> "evt_of_tomorrow_" + i).toList();
        events.forEach(event -> made(HttpRequest.newBuilder(
                new ForeignEvent(event, "a.type.of.tomorrow", ForeignEvent.API_VERSION).deliveryTo(node.base()),
                (name, value) -> true)));
        Until.holds("not understood", LONGEST, () -> world.books()
                .count("SELECT count(*) FROM webhooks.inbox WHERE state = 'not_understood'") >= EVENTS);
        return events;
    }

    private static JsonNode made(HttpRequest.Builder request) {
        HttpResponse<byte[]> answer = Caller.exchange(request);
        assertThat(answer.statusCode()).as(() -> answer.request().uri() + " " + new String(answer.body(),
                StandardCharsets.UTF_8)).isBetween(200, 299);
        return answer.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private static String text(JsonNode made, String field) {
        return made.path(field).stringValue("");
    }
}
