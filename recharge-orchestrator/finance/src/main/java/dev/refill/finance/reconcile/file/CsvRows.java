package dev.refill.finance.reconcile.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Rows of RFC 4180 in UTF-8, one at a time. It blocks where its source does. */
final class CsvRows implements AutoCloseable {

    private static final int LONGEST_ROW = 8_192;
    private static final int BUFFER = 1 << 16;
    private static final int END = -1;

    private final Reader text;
    private final int fields;
    private long row;
    private int next;

    /** @param fields that each row has */
    CsvRows(InputStream bytes, int fields) {
        this.text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)), BUFFER);
        this.fields = fields;
    }

    /** The number of the last row that was read, from 1. */
    long row() {
        return row;
    }

    /** The next row; {@code null}: there is none. */
    @Nullable
    List<String> next() throws IOException {
        row++;
        next = read();
        if (next == END) {
            return null;
        }
        List<String> values = new ArrayList<>(fields);
        int length = 0;
        do {
            String value = next == '"' ? quoted() : plain();
            length += value.length();
            if (length > LONGEST_ROW) {
                throw refused("it is longer than " + LONGEST_ROW + " characters");
            }
            values.add(value);
        } while (isComma());
        if (values.size() != fields) {
            throw refused(values.size() + " fields (expected: " + fields + ")");
        }
        return values;
    }

    /** Goes on behind a comma; at the end of the row, over it. */
    private boolean isComma() throws IOException {
        if (next == ',') {
            next = read();
            return true;
        }
        if (next == '\r') {
            next = read();
            if (next != '\n') {
                throw refused("a carriage return within a row");
            }
        }
        if (next != '\n' && next != END) {
            throw refused("characters behind a quoted field");
        }
        return false;
    }

    private String plain() throws IOException {
        StringBuilder value = new StringBuilder();
        while (next != ',' && next != '\n' && next != '\r' && next != END) {
            if (next == '"') {
                throw refused("a quotation mark within a field");
            }
            add(value);
        }
        return value.toString();
    }

    private String quoted() throws IOException {
        StringBuilder value = new StringBuilder();
        next = read();
        while (true) {
            if (next == END) {
                throw refused("a quoted field without an end");
            }
            if (next == '"') {
                next = read();
                if (next != '"') {
                    return value.toString();
                }
            }
            add(value);
        }
    }

    private void add(StringBuilder value) throws IOException {
        if (value.length() > LONGEST_ROW) {
            throw refused("it is longer than " + LONGEST_ROW + " characters");
        }
        value.append((char) next);
        next = read();
    }

    private int read() throws IOException {
        try {
            return text.read();
        } catch (CharacterCodingException noText) {
            throw refused("bytes that are no characters of UTF-8");
        }
    }

    LineFileException refused(String reason) {
        return new LineFileException(row, reason);
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
