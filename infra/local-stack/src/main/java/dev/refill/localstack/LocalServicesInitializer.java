package dev.refill.localstack;

import java.net.URI;
import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import dev.refill.localstack.lifecycle.DemoEndpoint;
import dev.refill.localstack.lifecycle.SubscriberSeed;
import dev.refill.localstack.lifecycle.TariffSeed;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.Tariffs;

/**
 * Starts the local services once the settings are known and before the application is made, and stops them when it has
 * ended. What they tell the application stands above its own files and below whatever a person has set.
 */
final class LocalServicesInitializer implements ApplicationContextInitializer<GenericApplicationContext> {

    @Override
    public void initialize(GenericApplicationContext context) {
        LocalServices services = LocalServices.start(context.getEnvironment());
        SpringApplication.getShutdownHandlers().add(services::close);
        context.getEnvironment()
                .getPropertySources()
                .addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new MapPropertySource("local services", services.properties()));
        context.registerBean(SubscriberSeed.class,
                () -> new SubscriberSeed(context.getBean(Subscribers.class), TestSubscribers.all()));
        context.registerBean(TariffSeed.class, () -> new TariffSeed(context.getBean(Tariffs.class)));
        services.receiver().ifPresent(receiver -> context.registerBean(DemoEndpoint.class,
                () -> new DemoEndpoint(address(context, "refill.recharge.portal-url"),
                        address(context, "refill.security.issuer"), receiver, context.getBean(Clock.class))));
    }

    private static URI address(GenericApplicationContext context, String property) {
        return URI.create(context.getEnvironment().getRequiredProperty(property));
    }
}
