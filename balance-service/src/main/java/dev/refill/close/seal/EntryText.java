package dev.refill.close.seal;

import java.nio.charset.StandardCharsets;

/**
 * An entry with all its columns as it is hashed and kept in a file: a line for itself and one for each posting, fields apart by tabs.
 *
 * @param position of its first line, by which entries of a day are ordered
 * @param text ends in a line break
 */
public record EntryText(long position, String text) {

    /** The field of a line: the word that it begins with is field 0. */
    public static final int POSTING_POSITION = 2;
    public static final int POSTING_ACCOUNT = 3;
    public static final int POSTING_UNIT = 4;
    public static final int POSTING_AMOUNT = 5;

    public static final String ENTRY = "entry\t";
    public static final String POSTING = "posting\t";

    /**
     * The text in SQL, of a row {@code e} of {@code balance.entry}: the other implementation is {@code balance.seal_on} in the
     * schema. No two contents have one text, also if columns were given other types and rules.
     */
    public static final String SQL = """
            concat_ws(E'\\t', 'entry', %s, %s, %s, %s, %s, %s) || E'\\n'
            || coalesce((SELECT string_agg(concat_ws(E'\\t', 'posting', %s, %s, %s, %s, %s, %s) || E'\\n', '' ORDER BY l.line)
                         FROM balance.posting AS l
                         WHERE l.entry_id = e.entry_id), '')
            """
            .formatted(field("e.entry_id"), field("e.kind"), field("e.reference"), utc("e.occurred_at"),
                    utc("e.recorded_at"), number("e.posting_count"), number("l.line"), number("l.position"),
                    field("l.account"), field("l.unit"), number("l.amount"), number("l.balance_after"));

    private static final String NOTHING = "'\\N'";

    /** A column that may hold anything, as one field. */
    public static String field(String column) {
        return "coalesce(replace(replace(replace(replace(" + column
                + "::text, '\\', '\\\\'), E'\\t', '\\t'), E'\\n', '\\n'), E'\\r', '\\r'), " + NOTHING + ")";
    }

    /** A whole number. */
    public static String number(String column) {
        return "coalesce(" + column + "::bigint::text, " + NOTHING + ")";
    }

    /** A time in UTC. */
    public static String utc(String column) {
        return """
                coalesce(to_char(%1$s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                         || CASE WHEN %1$s < '0001-01-01 00:00Z' THEN ' BC' ELSE '' END, %1$s::text, %2$s)"""
                .formatted(column, NOTHING);
    }

    /** As it stands in the text. */
    public String id() {
        return text.split("\t", 3)[1];
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
