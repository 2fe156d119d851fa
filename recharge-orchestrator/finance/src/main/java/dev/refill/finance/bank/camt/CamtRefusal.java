package dev.refill.finance.bank.camt;

import java.util.Locale;

/** Why a file is not read, and where. Nothing that the file says is repeated but names of elements, a statement's id, and its figures. */
public sealed interface CamtRefusal {

    Place place();

    /** One sentence for whoever has to ask the bank. */
    String reason();

    /** It is not well-formed, not in its encoding, or too much for the parser itself. */
    record Unreadable(String detail, Place place) implements CamtRefusal {

        @Override
        public String reason() {
            return "The XML cannot be read: " + detail;
        }
    }

    /** The file ends before its document does. */
    record Truncated(Place place) implements CamtRefusal {

        @Override
        public String reason() {
            return "The file ends before its document does";
        }
    }

    /** No statement has a document type declaration, and whoever sends one wants something else. */
    record DocumentType(Place place) implements CamtRefusal {

        @Override
        public String reason() {
            return "It has a document type declaration";
        }
    }

    /**
     * It is another document, or of a version that is not read.
     *
     * @param found its root element and namespace
     */
    record OtherDocument(String found, Place place) implements CamtRefusal {

        @Override
        public String reason() {
            return "It is no camt.053.001 of a version from 02 to 13, but " + found;
        }
    }

    /** More of something than may be. */
    record TooMuch(Measure measure, long most, Place place) implements CamtRefusal {

        @Override
        public String reason() {
            return "It has more than " + most + " " + measure.words();
        }
    }

    /** What must be there is not. */
    record Missing(String element, Place place) implements CamtRefusal {

        @Override
        public String reason() {
            return element + " is missing";
        }
    }

    /** What may be there once is there again, or what may come before others comes after them. */
    record Misplaced(String element, Place place) implements CamtRefusal {

        @Override
        public String reason() {
            return element + " is there twice, or where it does not belong";
        }
    }

    /** It does not say what it may say. */
    record Invalid(String element, String expected, Place place) implements CamtRefusal {

        @Override
        public String reason() {
            return element + " is not as expected: " + expected;
        }
    }

    /**
     * Opening balance and booked entries do not make up the closing balance.
     *
     * @param statement its id
     * @param told the closing balance
     * @param reckoned the opening balance and the entries
     */
    record Unbalanced(String statement, SignedMoney told, SignedMoney reckoned, Place place) implements CamtRefusal {

        @Override
        public String reason() {
            return "Statement " + statement + " closes with " + told + ", but its opening balance and its entries make "
                    + reckoned;
        }
    }

    /** A card's whole number, which has no place in what is kept. */
    record CardNumber(Place place) implements CamtRefusal {

        @Override
        public String reason() {
            return "It holds a card's whole number; ask the bank for statements in which cards are masked";
        }
    }

    /** What can be too much. */
    enum Measure {
        BYTES,
        BYTES_OF_MARKUP,
        LEVELS,
        ATTRIBUTES,
        CHARACTERS_OF_TEXT,
        CHARACTERS_OF_A_NAME,
        DIFFERENT_NAMES,
        CHARACTERS_OF_A_STRUCTURE,
        STATEMENTS,
        BALANCES,
        ENTRIES,
        TRANSACTIONS;

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
