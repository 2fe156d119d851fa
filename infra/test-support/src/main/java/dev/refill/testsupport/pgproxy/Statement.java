package dev.refill.testsupport.pgproxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a client asks for between two synchronisations. */
final class Statement {

    private final String sql;
    private final byte[] messages;

    /**
     * @param sql of all its parts
     * @param messages as sent; parameters are in them, texts as they are
     */
    Statement(String sql, byte[] messages) {
        this.sql = sql;
        this.messages = messages;
    }

    /** Whether a text is found in the SQL or in a parameter. */
    boolean holds(String part) {
        return sql.contains(part) || new String(messages, StandardCharsets.UTF_8).contains(part);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(messages);
    }
}
