package dev.refill.benchmarks;

import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.netty.http.server.HttpServer;

/** A bare WebFlux server that answers with what it is sent: what the web layer can do at all. A process of its own. */
public final class EchoMain {

    static final String READY = "Echo ready on ";

    private EchoMain() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] arguments) throws InterruptedException {
        var handler = RouterFunctions.toHttpHandler(RouterFunctions.route()
                .POST("/echo", request -> request.bodyToMono(byte[].class)
                        .flatMap(body -> ServerResponse.ok().bodyValue(body)))
                .build());
        var server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(handler))
                .bindNow();
        System.out.println(READY + server.port());
        Thread.currentThread().join();
    }
}
