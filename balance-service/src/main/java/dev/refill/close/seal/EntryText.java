package dev.refill.close.seal;

import java.nio.charset.StandardCharsets;

/**
 * An entry with all its columns as it is hashed and kept in a file: a line for itself and one for each posting, fields apart by tabs.
 *
 * @param position of its first line, by which entries of a day are ordered
 * @param id as it stands in the text
 * @param text ends in a line break
 */
public record EntryText(long position, String id, String text) {

    /** The field of a line: the word that it begins with is field 0. */
    public static final int ENTRY_ID = 1;
    public static final int POSTING_POSITION = 2;
    public static final int POSTING_ACCOUNT = 3;
    public static final int POSTING_UNIT = 4;
    public static final int POSTING_AMOUNT = 5;

    public static final String ENTRY = "entry\t";
    public static final String POSTING = "posting\t";

    /**
     * The text in SQL, of a row {@code e} of {@code balance.entry}: the other implementation is {@code balance.seal_on} in the
     * schema. It calls nothing that somebody could have put another meaning to.
     */
    public static final String SQL = """
            concat_ws(E'\\t', 'entry', e.entry_id, %s, %s, %s, %s, e.posting_count) || E'\\n'
            || coalesce((SELECT string_agg(concat_ws(E'\\t', 'posting', l.line, l.position, l.account, l.unit, l.amount,
                                                    coalesce(l.balance_after::text, '-')) || E'\\n', '' ORDER BY l.line)
                         FROM balance.posting AS l
                         WHERE l.entry_id = e.entry_id), '')
            """.formatted(escaped("e.kind"), escaped("e.reference"), utc("e.occurred_at"), utc("e.recorded_at"));

    /** A column that may hold anything, as one field. */
    public static String escaped(String column) {
        return "replace(replace(replace(replace(" + column
                + ", '\\', '\\\\'), E'\\t', '\\t'), E'\\n', '\\n'), E'\\r', '\\r')";
    }

    /** A time in UTC. */
    public static String utc(String column) {
        return "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
