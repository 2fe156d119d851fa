package dev.refill.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection that sends bytes made beforehand. It costs a tenth of a real client's processor time, which
 * on a machine that the driver shares with the driven would otherwise be measured too.
 */
public final class Wire implements AutoCloseable {

    private static final int LONGEST_WAIT_MILLIS = 60_000;
    private static final int LARGEST_BODY = 1 << 20;

    private final Socket socket;
    private final InputStream input;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream(), 4096);
    }

    /** What came back. */
    public record Answer(int status, String body) {

        /** The same request is welcome a little later: 503 when busy, 409 while the first one is still worked on. */
        boolean isForNow() {
            return status == 503 || status == 409;
        }
    }

    /** Connects to a port of this machine. */
    public static Wire to(int port) {
        try {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LONGEST_WAIT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LONGEST_WAIT_MILLIS);
            return new Wire(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A POST of JSON, ready to be sent; the headers are whole lines. */
    public static byte[] post(String path, String headers, String json) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: " + json.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n" + json).getBytes(StandardCharsets.UTF_8);
    }

    /** A GET, ready to be sent. */
    public static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] delete(String path) {
        return ("DELETE " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a request and waits for its answer, up to a minute. */
    public Answer exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        int status = Integer.parseInt(line().substring(9, 12));
        int length = -1;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).trim());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            }
        }
        byte[] body = chunked ? chunks() : exactly(Math.max(length, 0));
        return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        byte[] whole = new byte[0];
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            byte[] chunk = exactly(size);
            int before = whole.length;
            whole = Arrays.copyOf(whole, before + size);
            System.arraycopy(chunk, 0, whole, before, size);
            line();
        }
        line();
        return whole;
    }

    private byte[] exactly(int length) throws IOException {
        if (length > LARGEST_BODY) {
            throw new IOException("body: " + length + " bytes (expected: at most " + LARGEST_BODY + ")");
        }
        byte[] body = input.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the connection ended within a body");
        }
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // nothing is owed to either side
        }
    }
}
