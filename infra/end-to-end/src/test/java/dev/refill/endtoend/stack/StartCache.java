package dev.refill.endtoend.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.refill.testsupport.JavaProcess;

/**
 * The classes of the application as an earlier node has loaded and linked them (Java's AOT cache), by which a node starts
 * in little more than half the time. It is made once for a build, when so many nodes are started that this pays, and lies
 * in {@code target}. It saves time and nothing else: where it cannot be made, nodes start without.
 */
final class StartCache {

    /** The first that writes such a cache by one run. */
    private static final int JAVA = 25;
    /** To make the cache takes as long as three or four starts. */
    private static final int PAYS_FROM_START = 4;
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(3);
    private static final StartCache OF_THE_APPLICATION = new StartCache();

    private final String classPath;
    private final boolean possible;
    private final Path folder;
    private final Path file;
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicBoolean tried = new AtomicBoolean();

    private StartCache() {
        List<String> all = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        List<String> jars = all.stream().filter(entry -> entry.endsWith(".jar")).toList();
        this.folder = Path.of("target").toAbsolutePath();
        // The application needs nothing of this module's own classes, and Java keeps none that come from a folder.
        this.possible = Runtime.version().feature() >= JAVA
                && all.stream().allMatch(entry -> entry.endsWith(".jar") || Path.of(entry).startsWith(folder));
        this.classPath = String.join(File.pathSeparator, possible ? jars : all);
        this.file = folder.resolve("node-" + Integer.toHexString(fingerprint(jars)) + ".aot");
    }

    static StartCache ofTheApplication() {
        return OF_THE_APPLICATION;
    }

    private static int fingerprint(List<String> jars) {
        return jars.stream()
                .map(jar -> jar + " " + new File(jar).lastModified() + " " + new File(jar).length())
                .toList()
                .hashCode();
    }

    /** What the application runs on: jars alone, where the build has made such. */
    String classPath() {
        return classPath;
    }

    /**
     * For a node that is about to start; the fourth waits until the cache is made.
     *
     * @param jvmOptions those of the node
     * @return them, and the cache if there is one
     */
    List<String> options(List<String> jvmOptions) {
        if (possible && starts.incrementAndGet() >= PAYS_FROM_START && tried.compareAndSet(false, true)
                && !Files.exists(file)) {
            make(jvmOptions);
        }
        return Files.exists(file) ? with(jvmOptions, "-XX:AOTCache=" + file) : jvmOptions;
    }

    /** A node of a world of its own shows by its start what there is to keep, and writes it as it ends. */
    private void make(List<String> jvmOptions) {
        Path unfinished = file.resolveSibling(ProcessHandle.current().pid() + ".aot");
        try (World world = new World()) {
            JavaProcess node = world.startNode((main, options, arguments) -> JavaProcess.start(main, classPath,
                    with(jvmOptions, "-XX:AOTCacheOutput=" + unfinished), Map.of(), arguments)).process();
            node.terminate(LONGEST_WRITE);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            deleteOlder();
        } catch (IOException | RuntimeException | AssertionError notWritten) {
            System.out.println("Nodes start without a cache of classes: " + notWritten);
            discard(unfinished);
        }
    }

    /** Each is as large as the application, and no build uses that of another's jars. */
    private void deleteOlder() throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "node-*.aot")) {
            for (Path each : all) {
                if (!each.equals(file)) {
                    discard(each);
                }
            }
        }
    }

    /** On some systems a file that a node still maps cannot be deleted; then the next build deletes it. */
    private static void discard(Path each) {
        try {
            Files.deleteIfExists(each);
        } catch (IOException kept) {
            System.out.println("Not deleted: " + kept);
        }
    }

    private static List<String> with(List<String> jvmOptions, String one) {
        return Stream.concat(jvmOptions.stream(), Stream.of(one)).toList();
    }
}
