package io.rempart.engine.state;

import io.rempart.engine.Compatibility;
import io.rempart.engine.body.BodyFlag;
import io.rempart.engine.body.BodySink;
import io.rempart.engine.body.XmlContent;
import io.rempart.engine.bytes.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the body processor found in a request body. For one thread. */
public final class RequestBodyContent implements BodySink {
    /**
     * A file that was uploaded.
     *
     * @param content its bytes when rules ask for them, else empty
     * @param offset where its bytes begin in the request
     * @param stored where it lies while the transaction lasts, null when nobody wants it on disk
     */
    public record UploadedFile(
            ByteSlice field,
            ByteSlice filename,
            long size,
            ByteSlice content,
            int offset,
            @Nullable Path stored) {}

    private final Settings settings;
    private final DebugLog debug;
    private final int argumentsBefore;
    private final long bodyOffset;
    private final String origin;
    private final boolean version2;
    private final boolean multipart;

    /** ModSecurity 2 tells of the arguments of a multipart body when it has read all of it. */
    private final List<String> lateLines = new ArrayList<>(0);

    final Values arguments = new Values();
    final Values filenames = new Values();
    final Values fileFields = new Values();
    final Values multipartFilenames = new Values();
    final Values multipartNames = new Values();
    final Values partHeaders = new Values();
    private final List<UploadedFile> files = new ArrayList<>();
    private final Map<BodyFlag, Integer> flags = new EnumMap<>(BodyFlag.class);
    private long lengthWithoutFiles;
    private @Nullable String error;
    private @Nullable XmlContent xml;
    private @Nullable ByteArrayOutputStream content;
    private final @Nullable Uploads uploads;
    private Uploads.@Nullable Storing storing;

    /**
     * For one body.
     *
     * @param argumentsBefore how many arguments the query string already has; SecArgumentsLimit counts both
     * @param bodyOffset where the body begins in the request
     * @param processor its processor's name, for logs
     * @param uploads puts files on disk, null when nobody wants them there
     */
    public RequestBodyContent(
            Settings settings,
            DebugLog debug,
            int argumentsBefore,
            long bodyOffset,
            @Nullable String processor,
            @Nullable Uploads uploads) {
        this.uploads = uploads;
        version2 = settings.compatibility == Compatibility.V2;
        multipart = "MULTIPART".equals(processor);
        origin = version2
                ? "JSON".equals(processor) ? "JSON" : "BODY"
                : "URLENCODED".equals(processor) ? "POST" : "JSON".equals(processor) ? "JSON" : "BODY";
        this.settings = settings;
        this.debug = debug;
        this.argumentsBefore = argumentsBefore;
        this.bodyOffset = bodyOffset;
    }

    @Override
    public boolean argument(ByteSlice name, ByteSlice value, long nameOffset, long valueOffset) {
        if (argumentsBefore + arguments.size() >= settings.argumentsLimit) {
            debug.log(
                    4, "Skipping request argument, over limit (" + settings.argumentsLimit + "): name \"", name, "\"");
            return false;
        }
        if (version2) {
            tell2(name, value);
        } else if (debug.logs(4)) {
            debug.log(4, "Adding request argument (" + origin + "): name \"" + name + "\", value \"" + value + "\"");
        }
        lengthWithoutFiles += value.length();
        arguments.add(name, value, valueOffset < 0 ? Values.NOWHERE : (int) (bodyOffset + valueOffset));
        return true;
    }

    private void tell2(ByteSlice name, ByteSlice value) {
        if (origin.equals("JSON") && debug.logs(9)) {
            debug.log(9, "Adding JSON argument '", name, "' with value '", value, "'");
        } else if (!origin.equals("JSON") && debug.logs(5)) {
            String line = "Adding request argument (BODY): name \"" + name + "\", value \"" + value + "\"";
            if (multipart) {
                lateLines.add(line);
            } else {
                debug.log(5, line);
            }
        }
    }

    /** The body was read. */
    public void end() {
        lateLines.forEach(line -> debug.log(5, line));
        lateLines.clear();
    }

    @Override
    public void flag(BodyFlag flag, int value) {
        flags.put(flag, value);
    }

    @Override
    public void error(String message) {
        error = message;
    }

    @Override
    public void partHeader(ByteSlice part, ByteSlice line) {
        lengthWithoutFiles += line.length() + 1;
        partHeaders.add(part, line);
    }

    @Override
    public void part(ByteSlice name, @Nullable ByteSlice filename, long nameOffset, long filenameOffset) {
        if (filename == null) {
            return;
        }
        filenames.add(name, filename, place(filenameOffset));
        fileFields.add(name, name, place(nameOffset));
        if (settings.compatibility != Compatibility.V3) {
            multipartNames.add(name, name, place(nameOffset));
            multipartFilenames.add(name, filename, place(filenameOffset));
        }
    }

    @Override
    public void partName(ByteSlice name, long offset) {
        if (settings.compatibility == Compatibility.V3) {
            multipartNames.add(name, name, place(offset));
        }
    }

    @Override
    public void partFilename(ByteSlice filename, long offset) {
        if (settings.compatibility == Compatibility.V3) {
            multipartFilenames.add(filename, filename, place(offset));
        }
    }

    private int place(long offset) {
        return offset < 0 ? Values.NOWHERE : (int) (bodyOffset + offset);
    }

    @Override
    public void fileBegin(ByteSlice name, ByteSlice filename, boolean kept) {
        content = settings.fileContentWanted && kept ? new ByteArrayOutputStream() : null;
        storing = kept && uploads != null ? uploads.begin() : null;
    }

    @Override
    public void fileContent(ByteSlice chunk) {
        if (storing != null) {
            storing.write(chunk);
        }
        if (content != null) {
            content.write(chunk.array(), chunk.offset(), chunk.length());
        }
    }

    @Override
    public void fileEnd(ByteSlice name, ByteSlice filename, long length, long offset) {
        ByteSlice bytes = content == null ? ByteSlice.EMPTY : ByteSlice.of(content.toByteArray());
        content = null;
        Path stored = storing == null ? null : storing.end();
        storing = null;
        files.add(new UploadedFile(name, filename, length, bytes, place(offset), stored));
    }

    @Override
    public void fileAlternativeName(ByteSlice name, ByteSlice filename) {
        if (settings.compatibility != Compatibility.V3) {
            multipartFilenames.add(name, filename);
        }
    }

    @Override
    public void xml(XmlContent document) {
        xml = document;
    }

    @Override
    public boolean debugs(int level) {
        return debug.logs(level);
    }

    @Override
    public void debug(int level, String message) {
        // ModSecurity 2 names the part's address in memory, which says nothing
        debug.log(level, version2 ? message.replace(" part to the list: ", " part 0 to the list: ") : message);
    }

    /** ARGS_POST. */
    public Values arguments() {
        return arguments;
    }

    /** The files, in order. */
    public List<UploadedFile> files() {
        return files;
    }

    /** FILES: the name of each file under its form field. */
    public Values filenames() {
        return filenames;
    }

    /** FILES_NAMES: the form field of each file. */
    public Values fileFields() {
        return fileFields;
    }

    /** MULTIPART_FILENAME. */
    public Values multipartFilenames() {
        return multipartFilenames;
    }

    /** MULTIPART_NAME. */
    public Values multipartNames() {
        return multipartNames;
    }

    /** MULTIPART_PART_HEADERS. */
    public Values partHeaders() {
        return partHeaders;
    }

    /** The value of a flag, null when the processor did not speak of it. */
    public @Nullable Integer flag(BodyFlag flag) {
        return flags.get(flag);
    }

    /** Why the body can't be read, null when it can. */
    public @Nullable String error() {
        return error;
    }

    /** The XML document, null when the body is none. */
    public @Nullable XmlContent xml() {
        return xml;
    }

    /** The document is to be seen by its arguments alone (SecParseXmlIntoArgs OnlyArgs). */
    public void forgetXml() {
        xml = null;
    }

    /** The part headers and the values of a multipart body: what SecRequestBodyNoFilesLimit limits. */
    public long lengthWithoutFiles() {
        return lengthWithoutFiles;
    }

    /** The sum of the sizes of all files, in bytes. */
    public long filesCombinedSize() {
        long sum = 0;
        for (UploadedFile file : files) {
            sum += file.size();
        }
        return sum;
    }
}
