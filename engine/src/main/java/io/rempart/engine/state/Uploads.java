package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The uploaded files of one transaction on disk: in SecTmpDir (the system's when there is none) while it lasts, then deleted or, as
 * SecUploadKeepFiles says, moved to SecUploadDir. Their number is bounded by SecUploadFileLimit, their size by SecRequestBodyLimit.
 * A file is created anew and readable by its owner alone unless SecUploadFileMode says otherwise; its name never comes from the
 * request. What can't be written is told to the debug log, and is a file without FILES_TMPNAMES. For one thread.
 */
public final class Uploads {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final Settings settings;
    private final DebugLog debug;
    private final String prefix;
    private final List<Path> stored = new ArrayList<>();

    Uploads(Settings settings, DebugLog debug, String transaction) {
        this.settings = settings;
        this.debug = debug;
        prefix = TIME.format(LocalDateTime.now()) + "-" + transaction + "-file-";
    }

    /** A file that is being written. */
    final class Storing {
        private final Path file;
        private @Nullable FileChannel channel;

        private Storing(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        void write(ByteSlice chunk) {
            if (channel == null) {
                return;
            }
            try {
                ByteBuffer bytes = ByteBuffer.wrap(chunk.array(), chunk.offset(), chunk.length());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException full) {
                failed(full);
            }
        }

        /** Where it lies, null when it could not be written. */
        @Nullable
        Path end() {
            if (channel == null) {
                return null;
            }
            try {
                channel.close();
                return file;
            } catch (IOException full) {
                failed(full);
                return null;
            }
        }

        private void failed(IOException why) {
            debug.log(1, "Multipart: Failed to write to \"", file, "\": ", String.valueOf(why.getMessage()));
            FileChannel open = channel;
            channel = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException alsoFailed) {
                    debug.log(1, "Multipart: Failed to close \"", file, "\"");
                }
            }
        }
    }

    /** Begins a file; null when it can't be created. */
    @Nullable
    Storing begin() {
        Path directory = settings.temporaryDirectory;
        if (directory == null) {
            directory = Path.of(System.getProperty("java.io.tmpdir"));
        }
        Path file = directory.resolve(prefix + UniqueId.letters());
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    mode(settings.uploadFileMode));
            stored.add(file);
            debug.log(4, "Multipart: Created temporary file to store request body: ", file);
            return new Storing(file, channel);
        } catch (IOException refused) {
            debug.log(1, "Multipart: Failed to create file: ", file, ": ", String.valueOf(refused.getMessage()));
            return null;
        }
    }

    private static FileAttribute<?>[] mode(int octal) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((octal >> (8 - i) & 1) != 0) {
                permissions.add(all[i]);
            }
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    /** The transaction ends: keeps the files or deletes them. */
    public void end(boolean relevant) {
        boolean keep = switch (settings.uploadKeepFiles) {
            case ON -> true;
            case OFF -> false;
            case RELEVANT_ONLY -> relevant;
        };
        Path directory = settings.uploadDirectory;
        for (Path file : stored) {
            try {
                if (!keep || directory == null) {
                    Files.deleteIfExists(file);
                } else if (Files.exists(file) && !directory.equals(file.getParent())) {
                    Path kept = directory.resolve(file.getFileName());
                    Files.move(file, kept);
                    debug.log(4, "Input filter: Moved file from \"", file, "\" to \"", kept, "\".");
                }
            } catch (FileAlreadyExistsException never) {
                debug.log(1, "Multipart: Failed to keep \"", file, "\": there is a file of that name.");
            } catch (IOException failed) {
                debug.log(
                        1, "Multipart: Failed to keep or delete \"", file, "\": ", String.valueOf(failed.getMessage()));
            }
        }
        stored.clear();
    }
}
