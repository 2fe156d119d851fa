package dev.refill.finance.bank.camt;

/**
 * What a file may take. Whatever has more of anything is refused at the first that is too much.
 *
 * @param bytes of the file
 * @param token bytes between one piece of markup and the next: a tag, a comment, an instruction, a CDATA section
 * @param depth of elements in one another
 * @param attributes of an element, declarations of namespaces among them
 * @param text characters of an element's own text
 * @param name characters of a name of markup
 * @param names different ones in the whole file: a parser keeps each of them to its end
 * @param id characters of what an account, a statement or a payment is known by, and found by
 * @param structure characters kept of a statement's head, an entry or a transaction, with the paths that lead to them
 * @param statements of the file
 * @param entries of the file
 * @param transactions of the file
 */
public record CamtLimits(long bytes, int token, int depth, int attributes, int text, int name, int names, int id,
        int structure, int statements, int entries, int transactions) {

    public CamtLimits {
        requirePositive("bytes", bytes);
        requirePositive("token", token);
        requirePositive("depth", depth);
        requirePositive("attributes", attributes);
        requirePositive("text", text);
        requirePositive("name", name);
        requirePositive("names", names);
        requirePositive("id", id);
        requirePositive("structure", structure);
        requirePositive("statements", statements);
        requirePositive("entries", entries);
        requirePositive("transactions", transactions);
    }

    /**
     * Of 64 MiB: a day of a busy account is a tenth of that. The schema's deepest element lies at about 20, its longest text has 2,048, its
     * longest name 30, all its names are some 1,000, and the names of namespaces are longer; an id has 35, and four times that still fit an index.
     */
    public static CamtLimits standard() {
        return new CamtLimits(64L << 20, 256 << 10, 32, 16, 16_384, 256, 4_096, 140, 256 << 10, 1_000, 100_000,
                400_000);
    }

    /** The same but for the size of a file. */
    public CamtLimits withBytes(long most) {
        return new CamtLimits(most, token, depth, attributes, text, name, names, id, structure, statements, entries,
                transactions);
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
    }
}
