package dev.refill.app.lifecycle;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The order of a stop. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DrainProperties.class)
public class DrainConfiguration {

    @Bean
    DrainBeforeStop drainBeforeStop(DrainProperties properties) {
        return new DrainBeforeStop(properties);
    }

    @Bean
    LastRequests lastRequests() {
        return new LastRequests();
    }

    @Bean
    LastAnswers lastAnswers(ApplicationAvailability availability) {
        return new LastAnswers(availability);
    }
}
