package dev.refill.close.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/**
 * Reads the file of a sealed day from its beginning: its entries, then what its seal says. Plain, or packed by gzip if its name ends
 * in {@code .gz}. It holds one entry at a time. Not for several threads.
 */
public final class SealFile implements AutoCloseable {

    /** More than any line has, and than the totals of 100,000 accounts, so that no file fills the memory. */
    private static final int LONGEST_LINE = 4_096;
    private static final int LONGEST_TEXT = 16_000_000;

    private final Path path;
    private final Reader reader;
    private final char[] buffer = new char[16_384];
    private int from;
    private int to;
    private @Nullable String ahead;
    private long line;

    private SealFile(Path path, Reader reader) throws IOException {
        this.path = path;
        this.reader = reader;
        this.ahead = readLine();
    }

    public static SealFile open(Path path) throws IOException {
        InputStream bytes = Files.newInputStream(path);
        try {
            InputStream plain = path.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 65_536) : bytes;
            return new SealFile(path, new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)));
        } catch (IOException | RuntimeException unreadable) {
            bytes.close();
            throw unreadable;
        }
    }

    /**
     * The next entry; none when what follows is the seal.
     *
     * @throws IllegalArgumentException the file is of another form; the message says where
     */
    public @Nullable EntryText next() throws IOException {
        String first = ahead;
        if (first == null || !first.startsWith(EntryText.ENTRY)) {
            return null;
        }
        StringBuilder text = new StringBuilder(512);
        @Nullable
        String posting = null;
        do {
            text.append(ahead).append('\n');
            ahead = readLine();
            posting = posting == null ? ahead : posting;
        } while (ahead != null && ahead.startsWith(EntryText.POSTING) && text.length() < LONGEST_TEXT);
        return new EntryText(position(posting), text.toString());
    }

    private long position(@Nullable String posting) {
        try {
            return Long.parseLong(posting != null && posting.startsWith(EntryText.POSTING)
                    ? field(posting, EntryText.POSTING_POSITION)
                    : "nothing");
        } catch (NumberFormatException none) {
            throw wrong("a posting with its position", none);
        }
    }

    private String field(String of, int number) {
        String[] fields = of.split("\t", -1);
        if (fields.length <= number) {
            throw wrong("more fields", null);
        }
        return fields[number];
    }

    /**
     * What the seal says; to be called after the last entry.
     *
     * @throws IllegalArgumentException the file ends before its seal, goes on after it, or is of another form
     */
    public SealedDay seal() throws IOException {
        StringBuilder text = new StringBuilder();
        while (ahead != null && !ahead.startsWith(SealedDay.SEAL) && text.length() < LONGEST_TEXT) {
            text.append(ahead).append('\n');
            ahead = readLine();
        }
        if (ahead == null || !ahead.startsWith(SealedDay.SEAL)) {
            throw wrong("a seal as its last line", null);
        }
        String seal = ahead.substring(SealedDay.SEAL.length());
        ahead = readLine();
        if (ahead != null) {
            throw wrong("nothing after the seal", null);
        }
        return SealedDay.parse(text.toString(), seal);
    }

    private @Nullable String readLine() throws IOException {
        StringBuilder read = new StringBuilder(96);
        while (true) {
            if (from == to) {
                from = 0;
                to = Math.max(0, reader.read(buffer));
                if (to == 0) {
                    if (!read.isEmpty()) {
                        throw wrong("a line break at its end", null);
                    }
                    return null;
                }
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            read.append(buffer, from, end - from);
            if (read.length() > LONGEST_LINE) {
                throw wrong("lines of at most " + LONGEST_LINE + " characters", null);
            }
            from = end;
            if (end < to) {
                from++;
                line++;
                return read.toString();
            }
        }
    }

    private IllegalArgumentException wrong(String expected, @Nullable Exception cause) {
        return new IllegalArgumentException(path.getFileName() + ", line " + line + " (expected: " + expected + ")",
                cause);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
