package dev.refill.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PortsTakenTest {

    @Test
    void anyPortIsNeverTaken() {
        PortsTaken.refuse(Map.of("server.port", 0));
    }

    @Test
    void everyTakenPortIsToldWithItsPropertyAndAWayOut() throws IOException {
        try (ServerSocket one = listening(); ServerSocket other = listening()) {
            int first = one.getLocalPort();
            int second = other.getLocalPort();
            assertThatExceptionOfType(PortsTaken.class)
                    .isThrownBy(() -> PortsTaken.refuse(
                            Map.of("server.port", first, "refill.local.issuer.port", second, "free", 0)))
                    .satisfies(refused -> {
                        FailureAnalysis analysis = new PortsTakenAnalyzer().analyze(refused, refused);
                        assertThat(analysis.getDescription()).isEqualTo("""
                                Port %d (refill.local.issuer.port) is taken by another program.
                                Port %d (server.port) is taken by another program.""".formatted(second, first));
                        assertThat(analysis.getAction())
                                .contains("SERVER_PORT=" + (first + 1) + " mvn spring-boot:run");
                    });
        }
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
