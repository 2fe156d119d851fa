package dev.refill.benchmarks.charging;

import java.util.List;
import java.util.Objects;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import dev.refill.benchmarks.Stack;
import dev.refill.security.SecurityConfiguration;
import dev.refill.testsupport.JavaProcess;

/**
 * A WebFlux server with the application's own security, which takes what charging is sent, does nothing and answers with as many bytes:
 * what a server can do before there is anything to charge. A process of its own.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
        CodecsAutoConfiguration.class,
        HttpHandlerAutoConfiguration.class,
        NettyReactiveWebServerAutoConfiguration.class,
        WebFluxAutoConfiguration.class})
@Import(SecurityConfiguration.class)
public class BareMain {

    static final String READY = "Bare endpoint ready on ";

    /** Runs until the process is told to stop. */
    public static void main(String[] arguments) {
        var context = (ReactiveWebServerApplicationContext) SpringApplication.run(BareMain.class, arguments);
        System.out.println(READY + Objects.requireNonNull(context.getWebServer()).getPort());
    }

    /**
     * Starts it beside the application.
     *
     * @param event bytes of the answer to an event
     * @param report bytes of the answer to a report
     */
    static JavaProcess start(Stack stack, int event, int report) {
        return stack.beside(BareMain.class.getName(), List.of("--server.port=0",
                "--refill.security.issuer=" + stack.issuer(), "--bare.event=" + event, "--bare.report=" + report));
    }

    @Bean
    RouterFunction<ServerResponse> answers(@Value("${bare.event}") int event, @Value("${bare.report}") int report) {
        return RouterFunctions.route()
                .POST("/v1/charging/events", answer(event))
                .POST("/v1/charging/sessions/{id}/reports", answer(report))
                .build();
    }

    private static HandlerFunction<ServerResponse> answer(int bytes) {
        String body = "\"" + "x".repeat(bytes - 2) + "\"";
        return request -> request.bodyToMono(byte[].class)
                .flatMap(read -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body));
    }
}
