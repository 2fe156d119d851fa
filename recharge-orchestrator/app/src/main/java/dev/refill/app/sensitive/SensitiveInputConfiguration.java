package dev.refill.app.sensitive;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The check of what comes in. */
@Configuration(proxyBeanMethods = false)
public class SensitiveInputConfiguration {

    @Bean
    SensitiveInputFilter sensitiveInputFilter() {
        return new SensitiveInputFilter();
    }
}
