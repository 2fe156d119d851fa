package dev.refill.app.problem;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.codec.ServerCodecConfigurer;

/** The error answers of the application. */
@Configuration(proxyBeanMethods = false)
public class ProblemConfiguration {

    @Bean
    ProblemHandler problemHandler(ServerCodecConfigurer codecs) {
        return new ProblemHandler(codecs);
    }

    @Bean
    ProblemRedaction problemRedaction() {
        return new ProblemRedaction();
    }
}
