package dev.refill.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of processes, as Linux counts it: in hundredths of a second. */
public final class ProcessorTime {

    private static final Path PROCESSES = Path.of("/proc");
    private static final int MILLIS_PER_TICK = 10;
    /** Places after the name, which may contain spaces and ends with a bracket. */
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int ENDED_CHILDREN_USER = 13;
    private static final int ENDED_CHILDREN_SYSTEM = 14;

    private ProcessorTime() {}

    /** Milliseconds that a process has used so far. */
    public static long ofProcess(long pid) {
        String[] stat = stat(pid);
        return sum(stat, USER, SYSTEM);
    }

    /** Milliseconds that a process and its children, living and ended, have used so far. */
    public static long ofFamily(long pid) {
        long ended;
        long all;
        do {
            ended = ofEndedChildren(pid);
            all = ofProcess(pid) + ended + ofLivingChildren(pid);
            // One that ends between the two readings is in neither.
        } while (ended != ofEndedChildren(pid));
        return all;
    }

    private static long ofEndedChildren(long pid) {
        return sum(stat(pid), ENDED_CHILDREN_USER, ENDED_CHILDREN_SYSTEM);
    }

    private static long ofLivingChildren(long pid) {
        long all = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                String[] stat = stat(Long.parseLong(process.getFileName().toString()));
                if (stat.length > 0 && Long.parseLong(stat[PARENT]) == pid) {
                    all += sum(stat, USER, SYSTEM);
                }
            }
            return all;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static long parentOf(long pid) {
        return Long.parseLong(stat(pid)[PARENT]);
    }

    private static long sum(String[] stat, int... places) {
        long ticks = 0;
        for (int place : places) {
            ticks += Long.parseLong(stat[place]);
        }
        return ticks * MILLIS_PER_TICK;
    }

    /** Empty if the process has ended. */
    private static String[] stat(long pid) {
        try {
            String line = Files.readString(PROCESSES.resolve(Long.toString(pid)).resolve("stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        } catch (IOException ended) {
            return new String[0];
        }
    }
}
