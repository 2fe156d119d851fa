package dev.refill.testsupport.pgproxy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** One client's connection and the one to the server that belongs to it, with a thread for each direction. */
final class Wire {

    private static final int SSL_REQUEST = 80_877_103;
    private static final int ENCRYPTED_GSS_REQUEST = 80_877_104;
    private static final int LONGEST_MESSAGE = 64 * 1024 * 1024;
    private static final int BUFFER = 64 * 1024;

    private final PgProxy proxy;
    private final Socket client;
    private final Socket server;
    private final Consumer<Wire> whenClosed;
    /** Sent and not yet answered, in order. */
    private final Queue<Statement> unanswered = new ConcurrentLinkedQueue<>();

    Wire(PgProxy proxy, Socket client, Socket server, Consumer<Wire> whenClosed) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.whenClosed = whenClosed;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void open() {
        Thread.ofVirtual().name("pgproxy-requests").start(() -> run(this::requests));
        Thread.ofVirtual().name("pgproxy-answers").start(() -> run(this::answers));
    }

    private interface Direction {
        void relay() throws IOException;
    }

    private void run(Direction direction) {
        try {
            direction.relay();
        } catch (IOException ended) {
            // one side is gone, so the other one goes, too
        } finally {
            close();
        }
    }

    void close() {
        try (client; server) {
            whenClosed.accept(this);
        } catch (IOException closedAnyway) {
            // as wanted
        }
    }

    private static DataInputStream in(Socket socket) throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
    }

    private static DataOutputStream out(Socket socket) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
    }

    private static final class Message {

        private final int type;
        private final byte[] body;

        private Message(int type, byte[] body) {
            this.type = type;
            this.body = body;
        }

        static Message read(DataInputStream in) throws IOException {
            return new Message(in.readByte(), readBody(in));
        }

        static byte[] readBody(DataInputStream in) throws IOException {
            int length = in.readInt() - Integer.BYTES;
            if (length < 0 || length > LONGEST_MESSAGE) {
                throw new IOException("length of a message: " + length);
            }
            byte[] body = new byte[length];
            in.readFully(body);
            return body;
        }

        void write(DataOutputStream out) throws IOException {
            out.writeByte(type);
            out.writeInt(body.length + Integer.BYTES);
            out.write(body);
        }

        /** The zero-terminated text at a place. */
        String text(int from) {
            int end = from;
            while (body[end] != 0) {
                end++;
            }
            return new String(body, from, end - from, StandardCharsets.UTF_8);
        }
    }

    private void requests() throws IOException {
        DataInputStream in = in(client);
        DataOutputStream out = out(server);
        begin(in, out);
        Map<String, String> prepared = new HashMap<>();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        StringBuilder sql = new StringBuilder();
        while (true) {
            Message message = Message.read(in);
            message.write(new DataOutputStream(messages));
            switch (message.type) {
                case 'P' -> prepared.put(message.text(0), message.text(message.text(0).length() + 1));
                case 'B' -> sql.append(prepared.get(message.text(message.text(0).length() + 1))).append('\n');
                case 'Q' -> sql.append(message.text(0));
                default -> {
                    // says nothing of what is asked for
                }
            }
            switch (message.type) {
                case 'S', 'Q' -> {
                    if (!send(new Statement(sql.toString(), messages.toByteArray()), out)) {
                        return;
                    }
                    sql.setLength(0);
                    messages.reset();
                }
                // Passwords, termination and flushes do not wait for a synchronisation.
                case 'p', 'X', 'H' -> {
                    messages.writeTo(out);
                    out.flush();
                    messages.reset();
                }
                default -> {
                    // goes on when all of it is there
                }
            }
        }
    }

    /** Says no to encryption, and relays what else a client begins with. */
    private void begin(DataInputStream in, DataOutputStream out) throws IOException {
        byte[] first = Message.readBody(in);
        while (isAskedForEncryption(first)) {
            client.getOutputStream().write('N');
            first = Message.readBody(in);
        }
        out.writeInt(first.length + Integer.BYTES);
        out.write(first);
        out.flush();
    }

    private static boolean isAskedForEncryption(byte[] first) {
        int code = first.length == Integer.BYTES ? ByteBuffer.wrap(first).getInt() : 0;
        return code == SSL_REQUEST || code == ENCRYPTED_GSS_REQUEST;
    }

    /** @return whether the connection lives on */
    private boolean send(Statement statement, DataOutputStream out) throws IOException {
        if (!goesOn(proxy.concerning(Moment.REQUESTED, statement))) {
            return false;
        }
        unanswered.add(statement);
        statement.writeTo(out);
        out.flush();
        return true;
    }

    private static boolean goesOn(Optional<Hold> hold) {
        return hold.filter(Hold::take).map(Hold::passesInTheEnd).orElse(true);
    }

    private void answers() throws IOException {
        DataInputStream in = in(server);
        DataOutputStream out = out(client);
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        boolean mayBeHeld = false;
        boolean didSomething = false;
        while (true) {
            Message message = Message.read(in);
            mayBeHeld = mayBeHeld || mayBeHeld(unanswered.peek());
            message.write(mayBeHeld ? new DataOutputStream(kept) : out);
            switch (message.type) {
                case 'C' -> didSomething = !message.text(0).endsWith(" 0");
                case 'E' -> didSomething = false;
                case 'Z' -> {
                    Statement answered = unanswered.poll();
                    if (mayBeHeld && didSomething && !goesOn(proxy.concerning(Moment.COMMITTED, answered))) {
                        return;
                    }
                    kept.writeTo(out);
                    kept.reset();
                    mayBeHeld = false;
                    didSomething = false;
                }
                default -> {
                    // says nothing of what was done
                }
            }
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    /** Then the client must not hear a word of the answer before its end. */
    private boolean mayBeHeld(@Nullable Statement statement) {
        return proxy.concerning(Moment.COMMITTED, statement).isPresent();
    }
}
