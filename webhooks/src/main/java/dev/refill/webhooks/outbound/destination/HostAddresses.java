package dev.refill.webhooks.outbound.destination;

import java.net.InetAddress;
import java.util.List;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Looks names up. */
@FunctionalInterface
public interface HostAddresses {

    /** All addresses of a name or the one of a literal; {@link java.net.UnknownHostException} as an error if there is none. */
    Mono<List<InetAddress>> of(String host);

    /** By the system's resolver, which blocks. */
    static HostAddresses bySystem(Scheduler blocking) {
        return host -> Mono.fromCallable(() -> List.of(InetAddress.getAllByName(host))).subscribeOn(blocking);
    }
}
