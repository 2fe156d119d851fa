package dev.refill.app.openapi;

import java.net.URI;
import java.time.Duration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/**
 * Serves the contract as {@code /openapi.yaml} and rendered at {@code /docs}. The contract is written by hand, as it is a
 * promise and not a picture of the code; tests hold the endpoints to it.
 */
@Configuration(proxyBeanMethods = false)
public class OpenApiConfiguration {

    private static final CacheControl FOR_A_WHILE = CacheControl.maxAge(Duration.ofMinutes(10));

    @Bean
    RouterFunction<ServerResponse> referenceRoutes() {
        ReferenceFiles files = new ReferenceFiles();
        return RouterFunctions.route()
                .GET("/docs", request -> ServerResponse.status(HttpStatus.FOUND)
                        .location(URI.create("/swagger-ui/index.html"))
                        .build())
                .GET("/openapi.yaml", request -> answer(files, "openapi.yaml"))
                .GET("/swagger-ui/{file}", request -> answer(files, request.pathVariable("file")))
                .build();
    }

    private static Mono<ServerResponse> answer(ReferenceFiles files, String name) {
        return Mono.justOrEmpty(files.named(name))
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)))
                .flatMap(file -> ServerResponse.ok()
                        .contentType(file.type())
                        .cacheControl(FOR_A_WHILE)
                        .bodyValue(file.content()));
    }
}
