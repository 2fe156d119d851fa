package dev.refill.close.verify;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it was sealed.
 *
 * @param day the sealed day concerned; none if a file does not say
 * @param entry its id, if it is about one
 * @param what in words, with what was and what is
 */
record Finding(@Nullable LocalDate day, Kind kind, @Nullable String entry, String what) {

    /** What was done. */
    enum Kind {
        /** The entry is there with something else in it. */
        CHANGED,
        /** The entry is not there any more. */
        REMOVED,
        /** The entry was not there when its day was sealed. */
        INSERTED,
        /** The entries of the day do not hash to its seal; which one it is, only its file could tell. */
        BROKEN,
        /** The books say another thing of the closed day than its file, or than their own seal. */
        RESEALED,
        /** The books know nothing of the closed day. */
        UNSEALED,
        /** The file is not as it was written, or does not follow the one before. */
        FILE
    }

    @Override
    public String toString() {
        return "%-10s %-8s %s%s".formatted(day == null ? "-" : day, kind, entry == null ? "" : entry + ": ", what);
    }
}
