package dev.refill.endtoend.secrets;

/** How a card number may be written. */
enum Spelling {
    ONE_PIECE {
        @Override
        String of(Scheme scheme, String digits) {
            return digits;
        }
    },
    SPACES {
        @Override
        String of(Scheme scheme, String digits) {
            return scheme.grouped(digits, " ");
        }
    },
    HYPHENS {
        @Override
        String of(Scheme scheme, String digits) {
            return scheme.grouped(digits, "-");
        }
    },
    DOTS {
        @Override
        String of(Scheme scheme, String digits) {
            return scheme.grouped(digits, ".");
        }
    },
    ZERO_WIDTH_BETWEEN_GROUPS {
        @Override
        String of(Scheme scheme, String digits) {
            return scheme.grouped(digits, ZERO_WIDTH);
        }
    },
    BEHIND_THE_SCHEME {
        @Override
        String of(Scheme scheme, String digits) {
            return scheme.word() + " " + digits;
        }
    },
    FULL_WIDTH_DIGITS {
        @Override
        String of(Scheme scheme, String digits) {
            return digits.chars().map(digit -> digit - '0' + FULL_WIDTH_ZERO)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    },
    ZERO_WIDTH_BETWEEN_DIGITS {
        @Override
        String of(Scheme scheme, String digits) {
            return String.join(ZERO_WIDTH, digits.split(""));
        }
    },
    /** A client's own number may look so: see docs/concepts/sensitive-data.md. */
    A_LETTER_ATTACHED {
        @Override
        String of(Scheme scheme, String digits) {
            return digits.endsWith("5") ? digits + "x" : "x" + digits;
        }
    };

    private static final String ZERO_WIDTH = "\u200b";
    private static final int FULL_WIDTH_ZERO = 0xFF10;

    abstract String of(Scheme scheme, String digits);

    /** Whether what is written so surely is a card number, wherever it stands; otherwise it is taken in, and kept out of logs alone. */
    boolean isSure(Scheme scheme) {
        return switch (this) {
            case SPACES, HYPHENS, DOTS, ZERO_WIDTH_BETWEEN_GROUPS, BEHIND_THE_SCHEME -> true;
            case ONE_PIECE, FULL_WIDTH_DIGITS, ZERO_WIDTH_BETWEEN_DIGITS -> scheme.isLarge();
            case A_LETTER_ATTACHED -> false;
        };
    }
}
