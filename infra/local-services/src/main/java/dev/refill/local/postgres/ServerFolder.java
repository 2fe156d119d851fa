package dev.refill.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A server's folder: PostgreSQL's own data folder in it, the password, the log, and a lock that this process holds as
 * long as it uses them. The operating system drops the lock when a process dies, however it dies.
 */
final class ServerFolder {

    static final String SUPERUSER = "postgres";

    private static final int PASSWORD_BYTES = 24;
    /**
     * The folders that this process holds. Asked before a lock file is opened, since closing a second channel of a file
     * would drop the lock that the first one holds.
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path root;
    private final FileChannel lock;
    private final boolean disposable;

    private ServerFolder(Path root, FileChannel lock, boolean disposable) {
        this.root = root;
        this.lock = lock;
        this.disposable = disposable;
    }

    /**
     * Makes the folder, if need be, and this process its only user.
     *
     * @throws IllegalStateException if another process uses it
     */
    static ServerFolder claim(Path folder) {
        return tryClaim(folder, false).orElseThrow(() -> new IllegalStateException(
                "The data folder " + folder.toAbsolutePath() + " is in use by another running instance:"
                        + " stop that one, or choose another folder."));
    }

    /** Empty: another user, in this process or outside, holds it. */
    static Optional<ServerFolder> tryClaim(Path folder, boolean disposable) {
        try {
            Path root = Files.createDirectories(folder.toAbsolutePath().normalize()).toRealPath();
            return Optional.ofNullable(lock(root)).map(lock -> new ServerFolder(root, lock, disposable));
        } catch (IOException unusable) {
            throw new UncheckedIOException("data folder " + folder.toAbsolutePath() + ": " + unusable, unusable);
        }
    }

    private static @Nullable FileChannel lock(Path root) throws IOException {
        synchronized (HELD) {
            if (HELD.contains(root)) {
                return null;
            }
            FileChannel channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                return null;
            }
            HELD.add(root);
            return channel;
        }
    }

    boolean isDisposable() {
        return disposable;
    }

    Path root() {
        return root;
    }

    Path pgdata() {
        return root.resolve("pgdata");
    }

    /** Where a data folder is made before it is moved into place whole. */
    Path unfinishedPgdata() {
        return root.resolve("pgdata.unfinished");
    }

    Path log() {
        return root.resolve("server.log");
    }

    Path passwordFile() {
        return root.resolve("password");
    }

    String password() {
        try {
            return Files.readString(passwordFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("password file " + passwordFile(), unreadable);
        }
    }

    /** Writes a new random password into a file that only its owner can read. */
    void choosePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(passwordFile(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** Lets others use the folder; a disposable one is deleted. A second call does nothing. */
    void release() {
        synchronized (HELD) {
            if (!HELD.remove(root)) {
                return;
            }
            try {
                if (disposable) {
                    FileTree.delete(root);
                }
                lock.close();
            } catch (IOException stuck) {
                throw new UncheckedIOException("data folder " + root, stuck);
            }
        }
    }
}
