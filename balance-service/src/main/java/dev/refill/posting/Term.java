package dev.refill.posting;

import java.util.Locale;

/** An amount of which a rule's lines are made. In smallest parts of the line's unit, zero or more unless it says otherwise. */
public enum Term {
    /** What was paid, or is taken or given back of it. */
    AMOUNT("what is paid, goes back or is given"),
    FEE("what is charged for it"),
    /** Of what somebody else took, what came back. */
    BACK("what came back of it"),
    LOST("what is gone for good of it"),
    CREDIT("the credit that the money buys, or its share"),
    BONUS("the bonus beside it, or its share"),
    /** With its sign: plus adds to the bucket. */
    BUCKET("how the bucket moves"),
    /** With its sign. */
    FROZEN("how what is held back moves"),
    /** With its sign: minus is more debt. */
    RECEIVABLE("how the debt moves: below zero is owed"),
    /** With its sign. */
    OWED("of disputed credit, what was spent"),
    /** With its sign: minus takes back what was earned too early. */
    EARNED("what is earned by it");

    private final String meaning;

    Term(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    /** As it stands in a rule. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
