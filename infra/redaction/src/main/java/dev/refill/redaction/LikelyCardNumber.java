package dev.refill.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.refill.redaction.Found.Kind;

/**
 * What looks like a card number, for what nobody is refused for: it takes out too much rather than too little. Letters may stand beside it, and its
 * groups may have any length, with anything between them but letters. Each sign of a text is read once, and of each group of digits no more
 * than the nineteen from its first are looked at, so the time grows with the length of the text alone.
 */
final class LikelyCardNumber {

    private static final Pattern ONE_PIECE = Pattern.compile("4\\d{12}|[2-6]\\d{13,18}");
    private static final Pattern IN_CARDS_GROUPS = Pattern.compile("[2-6]\\d{12,18}");
    /** In signs that are seen. */
    private static final int WIDEST_GAP = 8;

    private final String text;
    private final List<Found> found = new ArrayList<>();
    /** Of groups that follow each other. */
    private final List<Group> row = new ArrayList<>();
    private final StringBuilder digits = new StringBuilder();

    /**
     * Digits in one piece.
     *
     * @param first which of the row's digits is its first
     */
    private record Group(int start, int end, int first) {

        int length() {
            return end - start;
        }

        int next() {
            return first + length();
        }
    }

    private LikelyCardNumber(String text) {
        this.text = text;
    }

    static List<Found> in(String text) {
        LikelyCardNumber search = new LikelyCardNumber(text);
        search.read();
        return search.found;
    }

    private void read() {
        int seen = 0;
        int at = 0;
        while (at < text.length()) {
            int end = endOfDigits(at);
            if (end > at) {
                row.add(new Group(at, end, digits.length()));
                digits.append(CardNumber.digits(text.substring(at, end)));
                seen = 0;
            } else {
                char sign = text.charAt(at);
                seen += isUnseen(sign) ? 0 : 1;
                if (seen > WIDEST_GAP || CardNumber.isLetter(sign)) {
                    endRow();
                }
            }
            at = Math.max(end, at + 1);
        }
        endRow();
    }

    private int endOfDigits(int start) {
        int end = start;
        while (end < text.length() && CardNumber.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Such as a space of no width. */
    private static boolean isUnseen(char sign) {
        int type = Character.getType(sign);
        return type == Character.FORMAT || type == Character.NON_SPACING_MARK;
    }

    private void endRow() {
        if (digits.length() >= Issuers.FEWEST_DIGITS) {
            for (int first = 0; first < row.size(); first++) {
                note(row.get(first).start(), endOfCard(first));
            }
        }
        row.clear();
        digits.setLength(0);
    }

    /** Where the longest number that begins with a group ends; the start if there is none. */
    private int endOfCard(int first) {
        int start = row.get(first).start();
        int card = start;
        StringBuilder lengths = new StringBuilder();
        for (int last = first; last < row.size() && lengthOf(first, last) <= Issuers.MOST_DIGITS; last++) {
            Group group = row.get(last);
            lengths.append((char) ('0' + group.length()));
            if (lengthOf(first, last) >= Issuers.FEWEST_DIGITS && isCard(first, last, lengths)) {
                card = group.end();
            }
        }
        return card;
    }

    private int lengthOf(int first, int last) {
        return row.get(last).next() - row.get(first).first();
    }

    private boolean isCard(int first, int last, CharSequence lengths) {
        String number = digits.substring(row.get(first).first(), row.get(last).next());
        return Issuers.passesLuhn(number) && !(first == last && isPhone(row.get(first).start(), number))
                && form(first == last, lengths).matcher(number).matches();
    }

    /** A plus behind a letter or a digit is a space, as addresses and forms are written. */
    private boolean isPhone(int start, String number) {
        boolean isBehindWord = start > 1 && (CardNumber.isLetter(text.charAt(start - 2))
                || CardNumber.isDigit(text.charAt(start - 2)));
        return !isBehindWord && CardNumber.isPhone(text, start, number);
    }

    private static Pattern form(boolean isOnePiece, CharSequence lengths) {
        if (isOnePiece) {
            return ONE_PIECE;
        }
        return CardNumber.GROUPS.matcher(lengths).matches() ? IN_CARDS_GROUPS : Issuers.ALL;
    }

    /** What overlaps is one: digits put before a card's do not save a part of it. */
    private void note(int start, int end) {
        if (end == start) {
            return;
        }
        boolean overlaps = !found.isEmpty() && start < found.getLast().end();
        if (overlaps) {
            Found before = found.removeLast();
            found.add(new Found(Kind.CARD_NUMBER, before.start(), Math.max(before.end(), end)));
        } else {
            found.add(new Found(Kind.CARD_NUMBER, start, end));
        }
    }
}
