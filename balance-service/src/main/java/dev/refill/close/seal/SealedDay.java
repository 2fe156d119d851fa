package dev.refill.close.seal;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a seal says of its day.
 *
 * @param text what the seal is the hash of
 * @param through the last position that could be in it
 * @param previous the seal of the day before, in hexadecimal
 * @param chain the hash over its entries, in hexadecimal
 * @param totals by account and unit, as in {@link Totals}
 * @param seal as it is kept beside the text, in hexadecimal
 */
public record SealedDay(String text, LocalDate day, Instant endsAt, long through, String previous, long entries,
        long postings, String chain, Map<String, Total> totals, String seal) {

    /** The first line. */
    public static final String FIRST_LINE = "sealed-day\t1";
    /** What the last line of a file begins with; the line itself is not hashed. */
    public static final String SEAL = "seal\t";

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final List<String> FIELDS = List.of("day", "ends", "through", "previous", "closed-by", "reason",
            "begun", "sealed", "entries", "postings", "chain");
    private static final int TOTAL_FIELDS = 6;

    /** @param balance at the end of the day */
    public record Total(BigInteger plus, BigInteger minus, BigInteger balance) {}

    public SealedDay {
        totals = Map.copyOf(totals);
    }

    /**
     * Reads the text of a seal.
     *
     * @throws IllegalArgumentException it is of another form; the message says where
     */
    public static SealedDay parse(String text, String seal) {
        List<String> lines = text.lines().toList();
        require(!lines.isEmpty() && lines.getFirst().equals(FIRST_LINE), "a first line of " + FIRST_LINE);
        require(lines.size() > FIELDS.size(), "all of " + FIELDS);
        Map<String, String> fields = new HashMap<>();
        for (int n = 0; n < FIELDS.size(); n++) {
            String name = FIELDS.get(n);
            String line = lines.get(n + 1);
            require(line.startsWith(name + "\t"), name + " in line " + (n + 2));
            fields.put(name, line.substring(name.length() + 1));
        }
        Map<String, Total> totals = new TreeMap<>();
        lines.stream().skip(FIELDS.size() + 1L).forEach(line -> addTotal(line, totals));
        require(isHash(fields, "previous") && isHash(fields, "chain") && HASH.matcher(seal).matches(),
                "64 hexadecimal digits as previous, chain and seal");
        try {
            return new SealedDay(text, LocalDate.parse(field(fields, "day")), Instant.parse(field(fields, "ends")),
                    Long.parseLong(field(fields, "through")), field(fields, "previous"),
                    Long.parseLong(field(fields, "entries")), Long.parseLong(field(fields, "postings")),
                    field(fields, "chain"), totals, seal);
        } catch (DateTimeException | NumberFormatException wrong) {
            throw new IllegalArgumentException("sealed day: " + wrong.getMessage(), wrong);
        }
    }

    private static String field(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }

    private static boolean isHash(Map<String, String> fields, String name) {
        return HASH.matcher(field(fields, name)).matches();
    }

    private static void addTotal(String line, Map<String, Total> totals) {
        String[] fields = line.split("\t", -1);
        require(fields.length == TOTAL_FIELDS && fields[0].equals("total"), "a total instead of " + line);
        try {
            totals.put(fields[1] + "\t" + fields[2],
                    new Total(new BigInteger(fields[3]), new BigInteger(fields[4]), new BigInteger(fields[5])));
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("sealed day: " + line + " (expected: whole numbers)", wrong);
        }
    }

    private static void require(boolean is, String expected) {
        if (!is) {
            throw new IllegalArgumentException("sealed day: (expected: " + expected + ")");
        }
    }

    /** Whether the seal is that of the text. */
    public boolean isWhole() {
        return seal.equals(Chain.hashOf(text));
    }
}
