package io.rempart.events.follow;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How rotation names files: {@code audit.log} becomes {@code audit.log.1}, {@code audit.log-20261122}, {@code audit.1.log},
 * {@code audit.log.2.gz}... (logrotate's default, {@code dateext}, {@code extension}; savelog; cronolog-like dates).
 *
 * @param number of the rotation, greater is older; -1 when it has a date
 * @param date digits only, greater is newer; empty when it has a number
 * @param compression how it is packed
 */
record LogFileName(int number, String date, Compression compression) {
    enum Compression {
        NONE,
        GZIP,
        ZSTD,
        /** xz, bzip2, lz4...: known, but not readable. */
        OTHER
    }

    /** Oldest first. */
    static final Comparator<LogFileName> OLDEST_FIRST = (left, right) -> {
        if (left.date.isEmpty() && right.date.isEmpty()) {
            return Integer.compare(right.number, left.number);
        }
        if (left.date.isEmpty() != right.date.isEmpty()) {
            // both schemes side by side: the scheme was changed once; the dated ones are taken for the older
            return left.date.isEmpty() ? 1 : -1;
        }
        return left.date.compareTo(right.date);
    };

    private static final Pattern ROTATION =
            Pattern.compile("[.\\-_](?:(\\d{1,4})|(\\d{4}[\\d._:T\\-]{2,24})|(old|bak|prev))");

    /** What rotation made of the file {@code base}; empty when {@code name} is not a rotated form of it. */
    static Optional<LogFileName> rotationOf(String base, String name) {
        if (name.length() <= base.length() || name.length() > base.length() + 40) {
            return Optional.empty();
        }
        Compression compression = compression(name);
        String plain = compression == Compression.NONE ? name : name.substring(0, name.lastIndexOf('.'));
        if (plain.equals(base)) {
            return Optional.of(new LogFileName(0, "", compression));
        }
        String middle = plain.startsWith(base) ? plain.substring(base.length()) : insideExtension(base, plain);
        if (middle == null) {
            return Optional.empty();
        }
        Matcher matcher = ROTATION.matcher(middle);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(2) != null) {
            return Optional.of(new LogFileName(-1, matcher.group(2).replaceAll("\\D", ""), compression));
        }
        int number = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
        return Optional.of(new LogFileName(number, "", compression));
    }

    /** How a file of that name is packed. */
    static Compression compression(String name) {
        int dot = name.lastIndexOf('.');
        return switch (dot < 0 ? "" : name.substring(dot + 1)) {
            case "gz" -> Compression.GZIP;
            case "zst", "zstd" -> Compression.ZSTD;
            case "xz", "bz2", "lz4", "lzma", "Z", "7z", "zip" -> Compression.OTHER;
            default -> Compression.NONE;
        };
    }

    /** {@code .1} of {@code audit.1.log}; null when the names differ elsewhere. */
    private static @Nullable String insideExtension(String base, String plain) {
        int dot = base.lastIndexOf('.');
        if (dot <= 0 || !plain.startsWith(base.substring(0, dot)) || !plain.endsWith(base.substring(dot))) {
            return null;
        }
        int end = plain.length() - (base.length() - dot);
        return end <= dot ? null : plain.substring(dot, end);
    }
}
