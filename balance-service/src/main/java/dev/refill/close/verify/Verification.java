package dev.refill.close.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

import dev.refill.close.seal.SealedDay;
import dev.refill.close.verify.Finding.Kind;

/**
 * Goes over all entries once and holds each against the day in which it counts. Where there is a file of a day, what the file says
 * of it goes; the books' own word goes only for days without one.
 */
final class Verification {

    /** How many late entries are named. */
    private static final int MOST_LATE = 20;
    private static final long BETWEEN_SIGNS = 100_000;

    private final Findings findings = new Findings();
    private final List<String> late = new ArrayList<>();
    private long read;
    private long open;
    private long lateCount;

    /**
     * @param days all sealed days, in their order
     * @param findings what is wrong
     * @param more how many more things are wrong
     * @param read entries of the books
     * @param open those that are in no sealed day yet
     * @param lateCount those of them whose time is in a sealed day: they came after its cut
     * @param late the first ones of those, by id
     */
    record Result(List<SealedDay> days, List<Finding> findings, long more, long read, long open, long lateCount,
            List<String> late) {}

    /** Files alone. */
    Result ofFiles(Collection<Path> files) throws IOException {
        List<SealedDay> days = new FileCheck(findings).check(files).values().stream().map(FileCheck.Sound::day)
                .toList();
        new Succession(findings, Kind.FILE, Kind.FILE).check(days);
        return result(days);
    }

    /**
     * Files and books.
     *
     * @param exportTo the directory that is given a file of each day of which there is none; none: no file is written
     * @param progress is told now and then how many entries were read
     */
    Result ofBooks(Connection connection, Collection<Path> files, @Nullable Path exportTo, LongConsumer progress)
            throws Exception {
        SortedMap<LocalDate, FileCheck.Sound> sound = new FileCheck(findings).check(files);
        Books books = new Books(connection);
        SortedMap<LocalDate, SealedDay> kept = kept(books, sound);

        SortedMap<LocalDate, SealedDay> all = new TreeMap<>(kept);
        sound.forEach((day, file) -> all.put(day, file.day()));
        List<SealedDay> days = List.copyOf(all.values());
        Map<LocalDate, DayCheck> checks = new HashMap<>();
        try {
            for (SealedDay day : days) {
                FileCheck.Sound file = sound.get(day.day());
                Path export = file == null && exportTo != null ? vacant(exportTo, day.day()) : null;
                checks.put(day.day(), new DayCheck(day, file == null ? null : file.path(), export, books, findings));
            }
            Cuts cuts = new Cuts(days);
            books.entries(row -> {
                read++;
                if (read % BETWEEN_SIGNS == 0) {
                    progress.accept(read);
                }
                int number = cuts.dayOf(row.entry().position(), row.booked());
                DayCheck check = number < days.size() ? checks.get(days.get(number).day()) : null;
                if (check == null) {
                    open(row, days, cuts);
                } else {
                    check.offer(row.entry());
                }
            });
            for (SealedDay day : days) {
                DayCheck check = checks.get(day.day());
                if (check != null) {
                    check.finish();
                }
            }
            findings.settle();
            stragglers(books, days);
        } finally {
            for (DayCheck check : checks.values()) {
                check.close();
            }
        }
        return result(days);
    }

    /** None: there is something already, which is no sound file, and could be evidence. */
    private static @Nullable Path vacant(Path exportTo, LocalDate day) {
        Path path = exportTo.resolve("day-" + day + ".seal");
        return Files.exists(path) ? null : path;
    }

    /** What the books say of their sealed days, as far as it can be read, against their files, their own seals, and each other. */
    private SortedMap<LocalDate, SealedDay> kept(Books books, SortedMap<LocalDate, FileCheck.Sound> sound)
            throws SQLException {
        SortedMap<LocalDate, SealedDay> kept = new TreeMap<>();
        Set<String> unreadable = new HashSet<>();
        books.days(day -> {
            if (kept.putIfAbsent(day.day(), day) != null) {
                findings.add(day.day(), Kind.RESEALED, null, "it is there twice");
            }
        }, (day, why) -> {
            unreadable.add(day);
            findings.add(date(day), Kind.RESEALED, null, why);
        });
        sound.forEach((day, file) -> {
            SealedDay is = kept.get(day);
            if (is != null && (!is.text().equals(file.day().text()) || !is.seal().equals(file.day().seal()))) {
                findings.add(day, Kind.RESEALED, null, resealed(file.day(), is));
            } else if (is == null && !unreadable.contains(day.toString())) {
                findings.add(day, Kind.UNSEALED, null,
                        "the books know no seal of it; that of its file is " + file.day().seal());
            }
        });
        kept.forEach((day, is) -> {
            if (!sound.containsKey(day) && !is.isWhole()) {
                findings.add(day, Kind.RESEALED, null, "what is kept of it does not hash to its seal");
            }
        });
        new Succession(findings, Kind.UNSEALED, Kind.RESEALED).check(kept.values());
        return kept;
    }

    private static @Nullable LocalDate date(String day) {
        try {
            return LocalDate.parse(day);
        } catch (DateTimeException none) {
            return null;
        }
    }

    private static String resealed(SealedDay was, SealedDay is) {
        Set<String> before = new HashSet<>(was.text().lines().toList());
        String changed = is.text().lines().filter(line -> !before.contains(line)).limit(3).toList().toString();
        return "its seal was " + was.seal() + ", the books say " + is.seal() + " and " + changed;
    }

    /** An entry that is in no sealed day. */
    private void open(Books.Row row, List<SealedDay> days, Cuts cuts) {
        open++;
        int recordedOn = cuts.dayOf(Long.MIN_VALUE, row.recorded());
        if (recordedOn < days.size()) {
            findings.add(days.get(recordedOn).day(), Kind.INSERTED, row.entry().id(),
                    "it says that it was recorded on this day, and is not in its seal: "
                            + row.entry().text().lines().findFirst().orElse(""));
        } else if (cuts.dayOf(Long.MIN_VALUE, row.booked()) < days.size()) {
            lateCount++;
            if (late.size() < MOST_LATE) {
                late.add(row.entry().id());
            }
        }
    }

    /** What was not among the entries that were read. */
    private void stragglers(Books books, List<SealedDay> days) throws SQLException {
        @Nullable
        LocalDate last = days.isEmpty() ? null : days.getLast().day();
        books.stragglers(id -> {
            if (!findings.isNamed(id)) {
                findings.add(last, Kind.INSERTED, id, "an entry without a first posting, or postings without an entry");
            }
        });
    }

    private Result result(List<SealedDay> days) {
        return new Result(days, findings.all(), findings.more(), read, open, lateCount, late);
    }

    /** Where days end, in time and in positions. */
    private static final class Cuts {

        private final long[] ends;
        private final long[] through;

        Cuts(List<SealedDay> days) {
            ends = days.stream().mapToLong(day -> micros(day.endsAt())).toArray();
            through = days.stream().mapToLong(SealedDay::through).toArray();
        }

        private static long micros(Instant time) {
            return ChronoUnit.MICROS.between(Instant.EPOCH, time);
        }

        /** The number of the first day that ends after a time and was cut after a position; that after the last: none. */
        int dayOf(long position, long time) {
            int from = 0;
            int to = ends.length;
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (position <= through[middle] && time < ends[middle]) {
                    to = middle;
                } else {
                    from = middle + 1;
                }
            }
            return from;
        }
    }
}
