package dev.refill.close.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.refill.close.seal.SealedDay;

/**
 * The program behind {@code infra/bin/verify-seals}. Exit code 0: all is as it was sealed; 1: something is not, and is named; 2: it
 * could not be told.
 */
public final class VerifySeals {

    private static final String USAGE = """
            verify-seals [--database[=URL]] [--export=DIRECTORY] [FILE | DIRECTORY …]
              FILE        of a sealed day; of a DIRECTORY each *.seal and *.seal.gz
              --database  compare with the books; URL as refill.database.url or for JDBC, REFILL_DATABASE_URL if it is not
                          given; the role in REFILL_DATABASE_USERNAME and REFILL_DATABASE_PASSWORD, and need only read
              --export    write a file for each sealed day of which none is given
            """;
    private static final String DATABASE = "--database";
    private static final String EXPORT = "--export=";

    private VerifySeals() {}

    /** Ends the process with the exit code. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.getenv(), System.out, System.err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        @Nullable
        String url = null;
        @Nullable
        Path export = null;
        List<Path> files = new ArrayList<>();
        try {
            for (String argument : arguments) {
                if (argument.equals(DATABASE)) {
                    url = environment.getOrDefault("REFILL_DATABASE_URL", "");
                } else if (argument.startsWith(DATABASE + "=")) {
                    url = argument.substring(DATABASE.length() + 1);
                } else if (argument.startsWith(EXPORT)) {
                    export = Path.of(argument.substring(EXPORT.length()));
                } else if (argument.startsWith("-")) {
                    err.print(USAGE);
                    return 2;
                } else {
                    files.addAll(filesOf(Path.of(argument)));
                }
            }
            if (url == null && (files.isEmpty() || export != null)) {
                err.print(USAGE);
                return 2;
            }
            return report(verify(url, files, export, environment, err), url != null, out);
        } catch (Exception failure) {
            err.println("verify-seals: " + failure);
            return 2;
        }
    }

    private static List<Path> filesOf(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> found = Files.list(path)) {
            return found.filter(file -> file.toString().endsWith(".seal") || file.toString().endsWith(".seal.gz"))
                    .sorted()
                    .toList();
        }
    }

    private static Verification.Result verify(@Nullable String url, List<Path> files, @Nullable Path export,
            Map<String, String> environment, PrintStream err) throws Exception {
        if (url == null) {
            return new Verification().ofFiles(files);
        }
        Properties role = new Properties();
        role.setProperty("user", environment.getOrDefault("REFILL_DATABASE_USERNAME", ""));
        role.setProperty("password", environment.getOrDefault("REFILL_DATABASE_PASSWORD", ""));
        try (Connection connection = DriverManager.getConnection(jdbc(url), role)) {
            return new Verification().ofBooks(connection, files, export,
                    read -> err.println("… " + read + " entries read"));
        }
    }

    private static String jdbc(String url) {
        if (!url.startsWith("r2dbc:")) {
            return url;
        }
        if (url.contains("?")) {
            throw new IllegalArgumentException("database: " + url.substring(0, url.indexOf('?'))
                    + "?… (expected: a JDBC URL, as options have other names there)");
        }
        return url.replaceFirst("^r2dbc:", "jdbc:");
    }

    private static int report(Verification.Result found, boolean withBooks, PrintStream out) {
        found.findings().forEach(out::println);
        if (found.more() > 0) {
            out.println("… and " + found.more() + " more");
        }
        found.late().forEach(entry -> out.println("late: " + entry
                + " has its time in a sealed day and came after the cut; it will be in the next one"));
        if (found.lateCount() > found.late().size()) {
            out.println("late: … and " + (found.lateCount() - found.late().size()) + " more");
        }
        if (withBooks) {
            out.println(found.read() + " entries read, " + found.open() + " of them in no sealed day yet");
        }
        if (found.days().isEmpty()) {
            out.println("no sealed day");
        } else {
            SealedDay last = found.days().getLast();
            out.println(found.days().size() + " sealed days from " + found.days().getFirst().day() + " to " + last.day()
                    + "; the last seal is " + last.seal());
        }
        boolean isSound = found.findings().isEmpty() && found.more() == 0;
        out.println(isSound ? "all is as it was sealed" : "NOT as it was sealed");
        return isSound ? 0 : 1;
    }
}
