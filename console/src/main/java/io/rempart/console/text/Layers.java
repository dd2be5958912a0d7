package io.rempart.console.text;

import io.rempart.console.text.MarkedText.Range;
import io.rempart.events.model.ByteText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A text as sent, and what it says once each wrapping is taken off, with what the rules matched marked in every layer.
 * Immutable.
 *
 * <p>From the outside in: each decoder in turn is tried on the innermost layer so far; one that changes it makes the next
 * layer; the round begins again until nothing changes or {@value #MOST} layers are there. A match found in any layer is
 * marked in all layers outside of it, by the positions the decoders remember.
 *
 * @param raw as sent
 * @param decoded the layers under it, outermost first; empty when nothing was encoded
 */
public record Layers(MarkedText raw, List<Layer> decoded) {
    static final int MOST = 6;
    static final int LONGEST = 64 * 1_024;
    private static final int MOST_MARKS = 64;

    /** @param encoding what was taken off: {@code url}, {@code html}, {@code escapes}, {@code base64} */
    public record Layer(String encoding, MarkedText text) {}

    public boolean hasMarks() {
        return raw.hasMarks() || decoded.stream().anyMatch(layer -> layer.text().hasMarks());
    }

    /** Decodes the first {@value #LONGEST} bytes and marks the needles, ASCII case ignored. */
    public static Layers of(ByteText text, List<ByteText> needles) {
        byte[] raw = (text.length() > LONGEST ? text.slice(0, LONGEST) : text).toArray();
        List<Stage> stages = stages(raw);
        List<List<Range>> marks = new ArrayList<>();
        marks.add(new ArrayList<>(find(raw, needles)));
        for (Stage stage : stages) {
            marks.add(new ArrayList<>(find(stage.bytes, needles)));
        }
        for (int i = stages.size(); i > 0; i--) {
            Stage stage = stages.get(i - 1);
            for (Range range : marks.get(i)) {
                marks.get(i - 1).add(new Range(stage.starts[range.start()], stage.ends[range.end() - 1]));
            }
        }
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            layers.add(new Layer(
                    stage.decoder.name().toLowerCase(Locale.ROOT),
                    new MarkedText(ByteText.of(stage.bytes), MarkedText.joined(marks.get(i + 1)))));
        }
        return new Layers(new MarkedText(text, MarkedText.joined(marks.get(0))), List.copyOf(layers));
    }

    private static List<Stage> stages(byte[] raw) {
        List<Stage> stages = new ArrayList<>();
        byte[] innermost = raw;
        boolean changed = true;
        while (changed && stages.size() < MOST) {
            changed = false;
            for (Decoder decoder : Decoder.values()) {
                Decoder.Output out = new Decoder.Output(innermost.length);
                decoder.decode(innermost, out);
                byte[] bytes = out.bytes();
                if (!Arrays.equals(bytes, innermost) && stages.size() < MOST) {
                    stages.add(new Stage(decoder, bytes, out.starts(), out.ends()));
                    innermost = bytes;
                    changed = true;
                }
            }
        }
        return stages;
    }

    static List<Range> find(byte[] text, List<ByteText> needles) {
        List<Range> found = new ArrayList<>();
        for (ByteText needle : needles) {
            byte[] wanted = needle.toArray();
            for (int i = 0; wanted.length > 0 && i + wanted.length <= text.length && found.size() < MOST_MARKS; i++) {
                if (matches(text, i, wanted)) {
                    found.add(new Range(i, i + wanted.length));
                    i += wanted.length - 1;
                }
            }
        }
        return found;
    }

    private static boolean matches(byte[] text, int at, byte[] wanted) {
        for (int k = 0; k < wanted.length; k++) {
            if (lower(text[at + k]) != lower(wanted[k])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    private record Stage(Decoder decoder, byte[] bytes, int[] starts, int[] ends) {}
}
