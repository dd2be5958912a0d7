package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes down everything a processor reports, one line an event, in order. */
final class RecordingSink implements BodySink {
    final List<String> events = new ArrayList<>();
    final Map<BodyFlag, Integer> flags = new EnumMap<>(BodyFlag.class);
    final List<String> errors = new ArrayList<>();
    final List<String> debug = new ArrayList<>();
    private final StringBuilder content = new StringBuilder();
    private final int argumentLimit;
    private int arguments;
    XmlContent xml;

    RecordingSink() {
        this(Integer.MAX_VALUE);
    }

    RecordingSink(int argumentLimit) {
        this.argumentLimit = argumentLimit;
    }

    @Override
    public boolean argument(ByteSlice name, ByteSlice value, long nameOffset, long valueOffset) {
        if (arguments == argumentLimit) {
            return false;
        }
        arguments++;
        events.add("argument " + name + "=" + value + " @" + nameOffset + "," + valueOffset);
        return true;
    }

    @Override
    public void flag(BodyFlag flag, int value) {
        if (flags.put(flag, value) != null) {
            throw new AssertionError(flag + " was set twice");
        }
    }

    @Override
    public void error(String message) {
        errors.add(message);
        events.add("error " + message);
    }

    @Override
    public void partHeader(ByteSlice part, ByteSlice line) {
        events.add("header " + part + ": " + line);
    }

    @Override
    public void fileBegin(ByteSlice name, ByteSlice filename, boolean kept) {
        events.add("file " + name + "=" + filename + (kept ? "" : " (not kept)"));
        content.setLength(0);
    }

    @Override
    public void fileAlternativeName(ByteSlice name, ByteSlice filename) {
        events.add("file also " + name + "=" + filename);
    }

    @Override
    public void fileContent(ByteSlice chunk) {
        content.append(chunk);
    }

    @Override
    public void fileEnd(ByteSlice name, ByteSlice filename, long length, long offset) {
        events.add("content " + name + " " + length + " @" + offset + ": " + content);
    }

    @Override
    public void xml(XmlContent found) {
        xml = found;
        events.add("xml " + found.text() + " " + found.attributes());
    }

    @Override
    public boolean debugs(int level) {
        return true;
    }

    @Override
    public void debug(int level, String message) {
        debug.add(message);
    }

    /** All that was reported, without the debug log. */
    String report() {
        return String.join("\n", events) + "\n" + flags;
    }

    List<String> arguments() {
        return events.stream()
                .filter(event -> event.startsWith("argument "))
                .map(event -> event.substring(9, event.lastIndexOf(" @")))
                .toList();
    }
}
