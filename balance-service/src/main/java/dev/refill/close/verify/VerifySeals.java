package dev.refill.close.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.refill.close.seal.SealedDay;

/**
 * The program behind {@code infra/bin/verify-seals}. Exit code 0: all is as it was sealed; 1: something is not, and is named; 2: it
 * could not be told, or nothing is sealed.
 */
public final class VerifySeals {

    private static final String USAGE = """
            verify-seals [--database[=URL]] [--export=DIRECTORY] [FILE | DIRECTORY …]
              FILE        of a sealed day; of a DIRECTORY each *.seal and *.seal.gz
              --database  compare with the books; URL as refill.database.url or for JDBC, REFILL_DATABASE_URL if it is not
                          given; the role in REFILL_DATABASE_USERNAME and REFILL_DATABASE_PASSWORD, and need only read
              --export    write a file for each sealed day of which none is given or there already; those there are read, too
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
        Set<Path> files = new LinkedHashSet<>();
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
            if (export != null) {
                files.addAll(filesOf(Files.createDirectories(export)));
            }
            return report(verify(url, files, export, environment, err), url != null, out);
        } catch (Throwable failure) {
            // Also if memory ran out: nobody must take it for a finding.
            say(err, "verify-seals: " + failure);
            return 2;
        }
    }

    /** Each by the one path that it is known by, however it is named. */
    private static List<Path> filesOf(Path named) throws IOException {
        Path path = named.toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> found = Files.list(path)) {
            return found.filter(file -> file.toString().endsWith(".seal") || file.toString().endsWith(".seal.gz"))
                    .sorted()
                    .toList();
        }
    }

    private static Verification.Result verify(@Nullable String url, Collection<Path> files, @Nullable Path export,
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
        found.findings().forEach(finding -> say(out, finding.toString()));
        if (found.more() > 0) {
            say(out, "… and " + found.more() + " more");
        }
        found.late().forEach(entry -> say(out, "late: " + entry
                + " has its time in a sealed day and came after the cut; it will be in the next one"));
        if (found.lateCount() > found.late().size()) {
            say(out, "late: … and " + (found.lateCount() - found.late().size()) + " more");
        }
        if (withBooks) {
            say(out, found.read() + " entries read, " + found.open() + " of them in no sealed day yet");
        }
        boolean isSound = found.findings().isEmpty() && found.more() == 0;
        if (found.days().isEmpty()) {
            say(out, "no sealed day");
            return isSound ? 2 : 1;
        }
        SealedDay last = found.days().getLast();
        say(out, found.days().size() + " sealed days from " + found.days().getFirst().day() + " to " + last.day()
                + "; the last seal is " + last.seal());
        say(out, isSound ? "all is as it was sealed" : "NOT as it was sealed");
        return isSound ? 0 : 1;
    }

    /** A line, in which nothing that stood in books or files speaks to a terminal. */
    private static void say(PrintStream to, String line) {
        to.println(line.replace('\t', ' ').replaceAll("\\p{C}", "?"));
    }
}
