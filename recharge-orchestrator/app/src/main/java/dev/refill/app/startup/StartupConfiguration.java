package dev.refill.app.startup;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The checks before the start. */
@Configuration(proxyBeanMethods = false)
public class StartupConfiguration {

    @Bean
    static ProductionCheck productionCheck(Environment environment) {
        return new ProductionCheck(environment);
    }
}
