package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a body processor finds, in the order of the body. Implemented by the transaction (request or response side);
 * called by one thread. Slices that are passed stay valid and may be kept. A sink must not throw.
 *
 * <p>Offsets count bytes from the beginning of the body, for logs; -1 where a value has no single place in it.
 */
public interface BodySink {
    /**
     * One argument (ARGS_POST): decoded name and value.
     *
     * @return false when the sink takes no more arguments (SecArgumentsLimit, which counts those of the query string too);
     *     the processor then reports its error and stops adding
     */
    boolean argument(ByteSlice name, ByteSlice value, long nameOffset, long valueOffset);

    /** A flag of the body, set at most once per flag with its final value. */
    void flag(BodyFlag flag, int value);

    /**
     * The body can't be read: REQBODY_ERROR and REQBODY_PROCESSOR_ERROR are 1, and this is their message. At most one call;
     * what was found before stays.
     */
    void error(String message);

    /**
     * A header line of a multipart part (MULTIPART_PART_HEADERS), called after the part's name is known.
     *
     * @param part the name of the part
     * @param line the whole line, {@code Name: value}, unfolded, without its end of line
     */
    default void partHeader(ByteSlice part, ByteSlice line) {}

    /** The name of a multipart part (MULTIPART_NAME), as soon as it is read, even when the part is in error after it. */
    default void partName(ByteSlice name, long offset) {}

    /** The file name of a multipart part (MULTIPART_FILENAME), as soon as it is read. */
    default void partFilename(ByteSlice filename, long offset) {}

    /**
     * A multipart part whose header was read (MULTIPART_NAME, MULTIPART_FILENAME, FILES, FILES_NAMES).
     *
     * @param filename null when the part is no file
     */
    default void part(ByteSlice name, @Nullable ByteSlice filename, long nameOffset, long filenameOffset) {}

    /**
     * A file begins (FILES, FILES_NAMES). Its bytes follow by {@link #fileContent} and
     * {@link #fileEnd}, before anything else is reported.
     *
     * @param name the name of the form field
     * @param filename the name of the file as sent, quotes removed, never a path to be trusted
     * @param kept false when the part is beyond SecUploadFileLimit: its content follows, but has no FILES_TMPNAMES entry
     */
    default void fileBegin(ByteSlice name, ByteSlice filename, boolean kept) {}

    /** A second name that the same part carries by {@code filename*} (RFC 5987), as sent and percent-decoded. */
    default void fileAlternativeName(ByteSlice name, ByteSlice filename) {}

    /** The next bytes of the file (FILES_TMP_CONTENT, the temporary file). */
    default void fileContent(ByteSlice chunk) {}

    /** The file ends (FILES_SIZES, FILES_COMBINED_SIZE): its length and where its content began. */
    default void fileEnd(ByteSlice name, ByteSlice filename, long length, long offset) {}

    /** The document of an XML body, for targets {@code XML:...}. */
    default void xml(XmlContent content) {}

    /** Whether debug messages of the level (1 to 9) are wanted; a processor builds none that is not. */
    default boolean debugs(int level) {
        return false;
    }

    /** A line for the debug log, in ModSecurity's wording. */
    default void debug(int level, String message) {}
}
