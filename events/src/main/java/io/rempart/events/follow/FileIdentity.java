package io.rempart.events.follow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * What a file is, whatever its name: device and inode. Where the platform has none, the path stands in for the inode, and a
 * renamed file is then found again by its fingerprint.
 */
public record FileIdentity(long device, long inode) {
    /**
     * A look at a file.
     *
     * @param size in bytes
     * @param regular false for directories, pipes, devices
     */
    record Look(FileIdentity identity, long size, FileTime modified, boolean regular, boolean directory) {}

    /** How files are looked at; a seam for platforms without inodes. */
    @FunctionalInterface
    interface Eye {
        /** Follows symbolic links. Fails as {@link Files#readAttributes} does. */
        Look look(Path path) throws IOException;

        /** Device and inode where there are any, else the path. */
        static Eye ofPlatform(Path path) {
            return path.getFileSystem().supportedFileAttributeViews().contains("unix") ? Eye::unix : Eye::portable;
        }

        private static Look unix(Path path) throws IOException {
            Map<String, Object> attributes =
                    Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,isRegularFile,isDirectory");
            return new Look(
                    new FileIdentity(
                            attribute(attributes, "dev", Number.class).longValue(),
                            attribute(attributes, "ino", Number.class).longValue()),
                    attribute(attributes, "size", Number.class).longValue(),
                    attribute(attributes, "lastModifiedTime", FileTime.class),
                    attribute(attributes, "isRegularFile", Boolean.class),
                    attribute(attributes, "isDirectory", Boolean.class));
        }

        private static <T> T attribute(Map<String, Object> attributes, String name, Class<T> type) throws IOException {
            Object value = attributes.get(name);
            if (value == null) {
                throw new IOException("the file system does not tell '" + name + "'");
            }
            return type.cast(value);
        }

        /** A look that knows a file by its path alone. */
        static Look portable(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class, new LinkOption[0]);
            return new Look(
                    new FileIdentity(0, hash(path.toAbsolutePath().toString())),
                    attributes.size(),
                    attributes.lastModifiedTime(),
                    attributes.isRegularFile(),
                    attributes.isDirectory());
        }
    }

    /** The identity of content whose file is gone: below zero, so that it can't be that of a file. */
    static FileIdentity ofContent(Fingerprint fingerprint) {
        return new FileIdentity(0, -hash(fingerprint.length() + ":" + fingerprint.hex()));
    }

    boolean isContentOnly() {
        return inode < 0;
    }

    /** 62 bits of SHA-256, at least 1. */
    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return (ByteBuffer.wrap(digest).getLong() >>> 2) + 1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
