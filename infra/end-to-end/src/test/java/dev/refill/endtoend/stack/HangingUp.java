package dev.refill.endtoend.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Clients that send a request and hang up at a random moment, whatever the server is doing by then. */
public final class HangingUp {

    private final int port;
    private final Random random;
    private final Duration longest;

    /**
     * @param port of the loopback
     * @param seed decides when each client hangs up
     * @param longest after the request was sent
     */
    public HangingUp(int port, long seed, Duration longest) {
        this.port = port;
        this.random = new Random(seed);
        this.longest = longest;
    }

    /** A request as it goes over the wire. */
    public static String request(String method, String path, String token, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    /** A request that places an order. */
    public static String order(String token, String key, String body) {
        return request("POST", "/v1/recharges", token, "Idempotency-Key: " + key + "\r\n", body);
    }

    /**
     * Lets so many clients come, 64 at a time.
     *
     * @param request what the client of a number sends
     * @return how many of them had been answered when they hung up
     */
    public int come(int clients, IntFunction<String> request) {
        List<Long> moments = random.longs(clients, 0, longest.toNanos()).boxed().toList();
        AtomicInteger answered = new AtomicInteger();
        InParallel.each(IntStream.range(0, clients).boxed().toList(), client -> {
            if (hangUp(request.apply(client), moments.get(client))) {
                answered.incrementAndGet();
            }
        });
        return answered.get();
    }

    private boolean hangUp(String request, long afterNanos) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            // The other half of the clients is cut off hard, as by a network that is gone.
            socket.setSoLinger(afterNanos % 2 == 0, 0);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            LockSupport.parkNanos(afterNanos);
            return socket.getInputStream().available() > 0;
        } catch (IOException refused) {
            return false;
        }
    }
}
