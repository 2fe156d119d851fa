package dev.refill.benchmarks.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.refill.benchmarks.Program;
import dev.refill.benchmarks.ResourceText;
import dev.refill.benchmarks.TemporaryFolder;

/** A library, compiled here, that makes a program wait a millisecond more whenever it waits for the disk. */
final class SlowDisk implements AutoCloseable {

    private static final String SOURCE = "slow-disk.c";

    private final TemporaryFolder folder;
    private final Path library;

    private SlowDisk(TemporaryFolder folder, Path library) {
        this.folder = folder;
        this.library = library;
    }

    /** Runs the C compiler of this machine. */
    static SlowDisk compiled() {
        TemporaryFolder folder = TemporaryFolder.create();
        Path source = folder.path().resolve(SOURCE);
        Path library = folder.path().resolve("slow-disk.so");
        try {
            Files.writeString(source, ResourceText.beside(SlowDisk.class, SOURCE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Program.run(List.of("cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString(), "-ldl"),
                Map.of());
        return new SlowDisk(folder, library);
    }

    /** What a server is started with. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString());
    }

    @Override
    public void close() {
        folder.close();
    }
}
