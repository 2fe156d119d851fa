package dev.refill.webhooks;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.refill.gateway.WebhookTranslator;

/** The translators by their gateway's name. Two for one gateway are refused at once. */
public final class Translators {

    private final Map<String, WebhookTranslator> byGateway;

    public Translators(Collection<WebhookTranslator> translators) {
        this.byGateway = translators.stream()
                .collect(Collectors.toUnmodifiableMap(translator -> translator.gateway().value(), Function.identity()));
    }

    public Optional<WebhookTranslator> find(String gateway) {
        return Optional.ofNullable(byGateway.get(gateway));
    }
}
