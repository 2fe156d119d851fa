package dev.refill.finance.bank.camt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.bank.camt.CamtRefusal.Measure;
import dev.refill.redaction.SensitiveInput;

/**
 * The texts of one structure: a statement's head, an entry, a transaction. A bounded number, so that a structure takes bounded memory
 * whatever is in it. Empty elements are as if they were not there.
 */
final class Leaves {

    /** What a leaf takes beside its path and its text. */
    private static final int WEIGHT = 32;
    /** Some banks tell a part of it, which is no card's number. */
    private static final String CARD_NUMBER = "PlainCardData/PAN";
    /** May hold anything. */
    private static final String SUPPLEMENT = "SplmtryData";

    private final String structure;
    private final Place place;
    private final int most;
    private final List<Leaf> leaves = new ArrayList<>();
    private int weight;
    private int groups;

    /** @param place of the structure's own element, for what is missing in it */
    Leaves(String structure, Place place, CamtLimits limits) {
        this.structure = structure;
        this.place = place;
        this.most = limits.structure();
    }

    /** Of the element that the cursor has just entered; it is left. */
    static Leaves of(XmlCursor xml, String structure, CamtLimits limits) throws IOException {
        Leaves leaves = new Leaves(structure, xml.place(), limits);
        int group = ++leaves.groups;
        String text = xml.content(child -> leaves.read(xml, "", child, group));
        if (text != null && !text.isEmpty()) {
            throw new RefusedException(new CamtRefusal.Invalid(structure, "elements", leaves.place));
        }
        return leaves;
    }

    /** Adds a child of the structure, which the cursor has just entered; it is left. */
    void read(XmlCursor xml, String child) throws IOException {
        read(xml, "", child, 0);
    }

    private void read(XmlCursor xml, String parent, String name, int group) throws IOException {
        if (name.isEmpty() || name.equals(SUPPLEMENT)) {
            xml.skip();
            return;
        }
        String path = parent.isEmpty() ? name : parent + "/" + name;
        Place begin = xml.place();
        String currency = xml.attribute("Ccy");
        int children = ++groups;
        String text = xml.content(child -> read(xml, path, child, children));
        if (text != null && !text.isEmpty()) {
            add(new Leaf(path, group, text, currency, begin));
        }
    }

    private void add(Leaf leaf) {
        if (leaf.path().endsWith(CARD_NUMBER) && SensitiveInput.isInText(leaf.text())) {
            throw new RefusedException(new CamtRefusal.CardNumber(leaf.place()));
        }
        weight += WEIGHT + leaf.path().length() + leaf.text().length()
                + (leaf.currency() == null ? 0 : leaf.currency().length());
        if (weight > most) {
            throw new RefusedException(
                    new CamtRefusal.TooMuch(Measure.CHARACTERS_OF_A_STRUCTURE, most, leaf.place()));
        }
        leaves.add(leaf);
    }

    String structure() {
        return structure;
    }

    Place place() {
        return place;
    }

    /** All of a path, in their order. */
    List<Leaf> all(String path) {
        return leaves.stream().filter(leaf -> leaf.path().equals(path)).toList();
    }

    List<String> texts(String path) {
        return all(path).stream().map(Leaf::text).toList();
    }

    /** The only one of a path. */
    @Nullable
    Leaf one(String path) {
        List<Leaf> found = all(path);
        if (found.size() > 1) {
            throw new RefusedException(new CamtRefusal.Misplaced(structure + "/" + path, found.get(1).place()));
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The only one of several paths that say the same in different versions of the schema. */
    @Nullable
    Leaf oneOf(String... paths) {
        Leaf found = null;
        for (String path : paths) {
            Leaf leaf = one(path);
            if (found != null && leaf != null) {
                throw new RefusedException(new CamtRefusal.Misplaced(structure + "/" + path, leaf.place()));
            }
            found = found == null ? leaf : found;
        }
        return found;
    }

    @Nullable
    String text(String... paths) {
        Leaf leaf = oneOf(paths);
        return leaf == null ? null : leaf.text();
    }

    /** Like {@link #oneOf}. @throws RefusedException if there is none */
    Leaf required(String... paths) {
        Leaf leaf = oneOf(paths);
        if (leaf == null) {
            throw new RefusedException(new CamtRefusal.Missing(structure + "/" + paths[0], place));
        }
        return leaf;
    }

    /** The sibling of a leaf. */
    @Nullable
    Leaf beside(Leaf leaf, String path) {
        return leaves.stream()
                .filter(other -> other.group() == leaf.group() && other.path().equals(path))
                .findFirst()
                .orElse(null);
    }
}
