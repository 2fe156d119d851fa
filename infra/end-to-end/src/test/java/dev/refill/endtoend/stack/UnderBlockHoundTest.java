package dev.refill.endtoend.stack;

import java.time.Duration;
import java.util.List;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.refill.testsupport.JavaProcess;

import static org.assertj.core.api.Assertions.assertThat;

/** The watch over a node does notice. */
class UnderBlockHoundTest {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    @Test
    void blockingCallsOnEventLoopsAreFoundAndOthersAreNot() {
        try (JavaProcess process = UnderBlockHound.start(Blocks.class.getName(), List.of(), List.of("twice"))) {
            assertThat(process.awaitEnd(LONGEST)).isZero();
            process.awaitLine("has blocked twice", LONGEST);
            assertThat(UnderBlockHound.found(process.output())).satisfiesExactlyInAnyOrder(
                    call -> assertThat(call).contains("multiThreadIoEventLoopGroup", "Thread.sleep", "Blocks.sleep"),
                    call -> assertThat(call).contains("parallel-", "Thread.sleep", "Blocks.sleep"));
        }
    }

    /** Sleeps where one may, and on an event loop of each kind. */
    static final class Blocks {

        private Blocks() {}

        public static void main(String[] arguments) throws Exception {
            sleep();
            try (var eventLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
                eventLoops.submit(Blocks::sleep).get();
            }
            Mono.fromRunnable(Blocks::sleep).subscribeOn(Schedulers.parallel()).block();
            System.out.println("has blocked " + arguments[0]);
        }

        private static void sleep() {
            try {
                Thread.sleep(1);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
