package dev.refill.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders outside the build that belong to this operating system user alone. */
final class OwnFolder {

    private static final String USER = System.getProperty("user.name");

    private OwnFolder() {}

    /** A folder that is kept: under the user's cache folder, or a temporary one for users without a home. */
    static Path inCache(String name) {
        Path home = Path.of(System.getProperty("user.home"));
        return Files.isDirectory(home) && Files.isWritable(home)
                ? made(home.resolve(".cache").resolve("refill").resolve(name))
                : inTemporaryFolder(name);
    }

    /**
     * A folder that the operating system may clean away.
     *
     * @throws IllegalStateException if somebody else has made it, who could then swap what is in it
     */
    static Path inTemporaryFolder(String name) {
        Path own = made(Path.of(System.getProperty("java.io.tmpdir")).resolve("refill-" + USER));
        return made(own.resolve(name));
    }

    private static Path made(Path folder) {
        try {
            if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(folder,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
            if (!owner.equals(USER)) {
                throw new IllegalStateException("owner of " + folder + ": " + owner + " (expected: " + USER + ")");
            }
            return folder;
        } catch (IOException unusable) {
            throw new UncheckedIOException("folder " + folder, unusable);
        }
    }
}
