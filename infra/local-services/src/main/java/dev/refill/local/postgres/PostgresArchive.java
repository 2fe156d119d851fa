package dev.refill.local.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs as they come: an archive on the class path for this operating system and processor. */
final class PostgresArchive {

    private PostgresArchive() {}

    /**
     * Unpacks the archive, once for each user and content: another process that wants it too waits, and one that is killed
     * on the way leaves nothing that is taken for whole.
     *
     * @return the folder that holds {@code bin}
     */
    static Path unpack() {
        Path cache = OwnFolder.inCache("postgresql");
        try (FileChannel channel = FileChannel.open(cache.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
                var oneAtATime = channel.lock()) {
            byte[] archive = bytes();
            Path folder = cache.resolve(name(archive));
            if (oneAtATime.isValid() && Files.notExists(folder)) {
                Path unfinished = cache.resolve("unfinished");
                FileTree.delete(unfinished);
                extract(archive, unfinished);
                Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            return folder;
        } catch (IOException unusable) {
            throw new UncheckedIOException("cannot unpack PostgreSQL into " + cache, unusable);
        }
    }

    private static byte[] bytes() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system,
                machine.equals("amd64") ? "x86_64" : machine)) {
            return archive.readAllBytes();
        }
    }

    private static String name(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static void extract(byte[] archive, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.resolve("..").normalize());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    Files.setPosixFilePermissions(target,
                            PosixFilePermissions.fromString(isProgram(entry) ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static boolean isProgram(TarArchiveEntry entry) {
        return (entry.getMode() & 0100) != 0 || entry.getName().startsWith("bin/")
                || entry.getName().startsWith("./bin/");
    }
}
