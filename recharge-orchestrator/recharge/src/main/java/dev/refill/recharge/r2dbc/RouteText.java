package dev.refill.recharge.r2dbc;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.gateway.GatewayId;
import dev.refill.recharge.routing.Route;
import dev.refill.recharge.routing.Route.Choice;
import dev.refill.recharge.routing.Route.Verdict;

/** A choice as it is kept: JSON, in words that are the same for as long as the row is. */
final class RouteText {

    private static final JsonMapper JSON = JsonMapper.shared();

    private RouteText() {}

    /** {@code null}: there was no choice. */
    static @Nullable String of(@Nullable Route route) {
        if (route == null) {
            return null;
        }
        ObjectNode text = JSON.createObjectNode().put("rule", route.rule()).put("draw", route.draw());
        var choices = text.putArray("choices");
        route.choices().forEach(choice -> choices.addObject()
                .put("gateway", choice.gateway().value())
                .put("verdict", choice.verdict().name().toLowerCase(Locale.ROOT))
                .put("share", choice.share())
                .put("cost", choice.cost()));
        return JSON.writeValueAsString(text);
    }

    static @Nullable Route read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        JsonNode kept = JSON.readTree(text);
        List<Choice> choices = kept.path("choices").valueStream().map(RouteText::choice).toList();
        return new Route(kept.path("rule").stringValue(null), kept.path("draw").intValue(), choices);
    }

    private static Choice choice(JsonNode kept) {
        return new Choice(new GatewayId(kept.path("gateway").stringValue()),
                Verdict.valueOf(kept.path("verdict").stringValue().toUpperCase(Locale.ROOT)),
                kept.path("share").intValue(), kept.path("cost").intValue());
    }
}
