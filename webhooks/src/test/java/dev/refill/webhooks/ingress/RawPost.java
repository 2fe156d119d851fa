package dev.refill.webhooks.ingress;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A request by hand, whose body never ends by itself. */
final class RawPost implements AutoCloseable {

    private final Socket socket;
    private final CompletableFuture<String> answer;

    RawPost(int port) throws IOException {
        socket = new Socket("localhost", port);
        socket.setSoTimeout(20_000);
        answer = CompletableFuture.supplyAsync(this::read);
    }

    void begin() throws IOException {
        socket.getOutputStream().write("""
                                       POST /webhooks/fake HTTP/1.1\r
                                       Host: localhost\r
                                       fake-signature: good\r
                                       Transfer-Encoding: chunked\r
                                       \r
                                       1\r
                                       x\r
                                       """.getBytes(US_ASCII));
    }

    /** @return how many bytes went out before the server answered or hung up */
    long streamUntilCut(long total) throws IOException {
        begin();
        byte[] chunk = ("2000\r\n" + "x".repeat(0x2000) + "\r\n").getBytes(US_ASCII);
        OutputStream out = socket.getOutputStream();
        long sent = 0;
        try {
            while (sent < total && !answer.isDone()) {
                out.write(chunk);
                sent += 0x2000;
            }
        } catch (IOException cut) {
            return sent;
        }
        return sent;
    }

    String answer() {
        return answer.join();
    }

    /** Reads until the server closes; a reset after the answer is a close too. */
    private String read() {
        StringBuilder text = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read(); next >= 0; next = socket.getInputStream().read()) {
                text.append((char) next);
                if (text.toString().endsWith("}")) {
                    break;
                }
            }
        } catch (IOException reset) {
            return text.toString();
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
