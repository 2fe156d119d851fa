package dev.refill.webhooks;

import java.util.Map;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Properties as an application would have them. */
public final class TestProperties {

    public static WebhooksProperties defaults() {
        return with(Map.of());
    }

    public static WebhooksProperties with(Map<String, String> changed) {
        return new Binder(new MapConfigurationPropertySource(changed))
                .bindOrCreate("refill.webhooks", WebhooksProperties.class);
    }

    public static SweepProperties sweepWith(Map<String, String> changed) {
        return new Binder(new MapConfigurationPropertySource(changed))
                .bindOrCreate("refill.webhooks.sweep", SweepProperties.class);
    }

    private TestProperties() {}
}
