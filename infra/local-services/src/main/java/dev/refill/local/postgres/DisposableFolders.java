package dev.refill.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders of disposable servers, side by side, so that a new one can clean away what killed processes left. A lock on
 * the parent keeps a sweeper from a folder that was made but not yet claimed.
 */
final class DisposableFolders {

    private DisposableFolders() {}

    static synchronized ServerFolder claimNew() {
        Path parent = OwnFolder.inTemporaryFolder("disposable-postgres");
        try (FileChannel channel = FileChannel.open(parent.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
                var oneAtATime = channel.lock()) {
            leftovers(parent).forEach(DisposableFolders::clean);
            Path fresh = Files.createTempDirectory(parent, "server-");
            return ServerFolder.tryClaim(fresh, true)
                    .orElseThrow(() -> new IllegalStateException(oneAtATime + " does not guard " + fresh));
        } catch (IOException unusable) {
            throw new UncheckedIOException("folder " + parent, unusable);
        }
    }

    private static List<Path> leftovers(Path parent) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).toList();
        }
    }

    private static void clean(Path folder) {
        ServerFolder.tryClaim(folder, true).ifPresent(abandoned -> {
            ServerProcess.stopLeftover(abandoned);
            abandoned.release();
        });
    }
}
