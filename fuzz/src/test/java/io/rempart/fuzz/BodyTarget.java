package io.rempart.fuzz;

import io.rempart.engine.body.BodyFlag;
import io.rempart.engine.body.BodyProcessor;
import io.rempart.engine.body.BodySink;
import io.rempart.engine.body.XmlContent;
import io.rempart.engine.bytes.ByteSlice;
import java.util.function.Function;

/** What each body processor must do: whatever the bytes and however they come in pieces, the same is reported, and no more than fits. */
final class BodyTarget {
    /** An argument of the body is at most as long as what it came from, but for XML's entities and JSON's names. */
    private static final long ROOM = 1_000_000;

    private static final int MOST_ARGUMENTS = 1_000;

    private BodyTarget() {}

    static void read(byte[] data, Function<BodySink, BodyProcessor> processor) {
        Written whole = new Written();
        BodyProcessor first = processor.apply(whole);
        first.write(ByteSlice.of(data));
        first.end(false);
        Written pieces = new Written();
        BodyProcessor second = processor.apply(pieces);
        int step = 1 + (data.length == 0 ? 0 : (data[0] & 0xFF) % 17);
        for (int at = 0; at < data.length; at += step) {
            second.write(ByteSlice.of(data, at, Math.min(step, data.length - at)));
        }
        second.end(false);
        Property.holds(
                whole.report.toString().contentEquals(pieces.report),
                "in one piece: " + whole.report + "\nin pieces of " + step + ": " + pieces.report);
        long room = ROOM + 600L * data.length;
        Property.holds(whole.report.length() <= room, "more is reported than can come of so few bytes");
    }

    /** Writes down what is reported. */
    private static final class Written implements BodySink {
        final StringBuilder report = new StringBuilder();
        private int arguments;
        private boolean failed;

        @Override
        public boolean argument(ByteSlice name, ByteSlice value, long nameOffset, long valueOffset) {
            if (arguments++ >= MOST_ARGUMENTS) {
                return false;
            }
            report.append(name)
                    .append('=')
                    .append(value)
                    .append('@')
                    .append(nameOffset)
                    .append(valueOffset)
                    .append('\n');
            return true;
        }

        @Override
        public void flag(BodyFlag flag, int value) {
            report.append(flag).append(value).append('\n');
        }

        @Override
        public void error(String message) {
            Property.holds(!failed, "an error is reported once");
            failed = true;
            report.append("error ").append(message).append('\n');
        }

        @Override
        public void partHeader(ByteSlice part, ByteSlice line) {
            report.append("header ").append(part).append(line).append('\n');
        }

        @Override
        public void fileBegin(ByteSlice name, ByteSlice filename, boolean kept) {
            report.append("file ").append(name).append(filename).append(kept).append('\n');
        }

        @Override
        public void fileContent(ByteSlice chunk) {
            report.append(chunk);
        }

        @Override
        public void fileEnd(ByteSlice name, ByteSlice filename, long length, long offset) {
            report.append("ends ").append(length).append('@').append(offset).append('\n');
        }

        @Override
        public void xml(XmlContent content) {
            report.append("xml ")
                    .append(content.text())
                    .append(content.attributes())
                    .append('\n');
        }
    }
}
