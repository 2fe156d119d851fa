package dev.refill.app.sensitive;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.redaction.SensitiveInput;

/** The check of what comes in. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SensitiveInputProperties.class)
public class SensitiveInputConfiguration {

    @Bean
    SensitiveInputFilter sensitiveInputFilter(SensitiveInputProperties properties) {
        return new SensitiveInputFilter(new SensitiveInput(properties.ownPrefixes()));
    }
}
