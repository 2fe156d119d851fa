package dev.refill.endtoend.secrets;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** Every text of every table: each row as PostgreSQL writes it, and each binary column once more, as what its bytes say. */
public final class StoredTexts {

    private static final String TABLES = """
            SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
            ORDER BY 1
            """;
    private static final String BINARY = """
            SELECT format('%I', attname) FROM pg_attribute
            WHERE attrelid = CAST(:name AS regclass) AND atttypid = 'bytea'::regtype AND attnum > 0 AND NOT attisdropped
            """;

    private final DatabaseClient database;

    public StoredTexts(DatabaseClient database) {
        this.database = database;
    }

    public List<String> tables() {
        return all(database.sql(TABLES).map(row -> text(row)).all());
    }

    /**
     * Reads all.
     *
     * @param reader is told of each text and the table that it is in
     * @return how many rows there are
     */
    public long read(BiConsumer<String, String> reader) {
        long rows = 0;
        for (String table : tables()) {
            rows += read(table, "SELECT t::text FROM " + table + " AS t", reader);
            List<String> binary = all(database.sql(BINARY).bind("name", table).map(row -> text(row)).all());
            for (String column : binary) {
                read(table, "SELECT " + column + " FROM " + table + " WHERE " + column + " IS NOT NULL", reader);
            }
        }
        return rows;
    }

    private long read(String table, String sql, BiConsumer<String, String> reader) {
        Long read = database.sql(sql).map(row -> text(row)).all()
                .doOnNext(text -> reader.accept(table, text))
                .count()
                .block();
        return read == null ? 0 : read;
    }

    private static List<String> all(Flux<String> texts) {
        List<String> read = texts.collectList().block();
        return read == null ? List.of() : read;
    }

    private static String text(Readable row) {
        Object value = row.get(0);
        return value instanceof java.nio.ByteBuffer bytes
                ? StandardCharsets.UTF_8.decode(bytes).toString()
                : String.valueOf(value);
    }
}
