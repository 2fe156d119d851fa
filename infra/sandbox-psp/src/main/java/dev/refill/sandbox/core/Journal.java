package dev.refill.sandbox.core;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The changes of each command as one line of JSON, so that a command is on record as a whole or not at all. Blocking,
 * and confined to the thread that keeps the books. A killed process loses nothing that was written; a machine that loses
 * its power may lose the last moments, as nobody's money is in a sandbox.
 */
public final class Journal implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            // A journal of an older sandbox does not know of refunds yet.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final ObjectWriter WRITER = JSON.writerFor(Change[].class);
    private static final ObjectReader READER = JSON.readerFor(Change[].class);

    private final @Nullable FileChannel file;
    private final ByteArrayOutputStream unwritten = new ByteArrayOutputStream(1 << 16);

    private Journal(@Nullable FileChannel file) {
        this.file = file;
    }

    /** Forgets everything when it is closed. */
    public static Journal inMemory() {
        return new Journal(null);
    }

    /**
     * Opens the journal in a folder, tells what it holds, and cuts off a last line that a crash tore.
     *
     * @throws IllegalStateException when a line other than the last cannot be read: somebody has changed the file
     */
    public static Journal open(Path folder, Consumer<Change> history) {
        try {
            Files.createDirectories(folder);
            Path path = folder.resolve("journal.jsonl");
            long sound = Files.exists(path) ? replay(path, history) : 0;
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            file.truncate(sound);
            file.position(sound);
            return new Journal(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The sandbox's journal in " + folder + " cannot be opened", unreadable);
        }
    }

    private static long replay(Path path, Consumer<Change> history) throws IOException {
        long sound = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 20)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                for (Change change : parsed(line.toByteArray(), sound)) {
                    history.accept(change);
                }
                sound += line.size() + 1L;
                line.reset();
            }
        }
        return sound;
    }

    private static Change[] parsed(byte[] line, long at) {
        try {
            return READER.readValue(line);
        } catch (JacksonException unreadable) {
            throw new IllegalStateException("journal line at byte " + at + " (expected: changes as JSON)", unreadable);
        }
    }

    /** Takes what one command changed; it will be written as a whole. */
    public void append(List<Change> command) {
        if (file != null && !command.isEmpty()) {
            WRITER.writeValue(unwritten, command.toArray(Change[]::new));
            unwritten.write('\n');
        }
    }

    /** Puts everything that was appended into the file. */
    public void write() throws IOException {
        if (file == null || unwritten.size() == 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(unwritten.toByteArray());
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        unwritten.reset();
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
