package io.rempart.console.text;

import io.rempart.events.model.ByteText;
import io.rempart.events.model.Hit;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a hit says it matched, and where: CRS writes {@code Matched Data: X found within VARIABLE: VALUE}.
 *
 * @param matched the bytes; empty when the hit tells none
 * @param within the whole value in which they were found; empty when not told
 */
public record MatchedData(ByteText matched, ByteText within) {
    private static final Pattern CRS =
            Pattern.compile("Matched Data: (.*?) found within ([A-Z_]+(?::[^ ]{0,200}?)?): (.*)", Pattern.DOTALL);
    private static final int LONGEST = 16 * 1_024;
    private static final int MOST_NEEDLES = 32;

    private static final MatchedData NOTHING = new MatchedData(ByteText.EMPTY, ByteText.EMPTY);

    public static MatchedData of(Hit hit) {
        ByteText data = hit.data();
        String text = (data.length() > LONGEST ? data.slice(0, LONGEST) : data).toLatin1();
        Matcher matcher = CRS.matcher(text);
        if (matcher.matches()) {
            return new MatchedData(bytes(matcher.group(1)), bytes(matcher.group(3)));
        }
        return text.isEmpty() || text.startsWith("Matched Data:")
                ? NOTHING
                : new MatchedData(bytes(text), ByteText.EMPTY);
    }

    /** The hit's value with the matched bytes marked in it; all of it where the match is a fingerprint, not a part. */
    public MarkedText marked() {
        ByteText shown = within.isEmpty() ? matched : within;
        List<MarkedText.Range> found = Layers.find(shown.toArray(), List.of(matched));
        boolean whole = found.isEmpty() && !shown.isEmpty();
        return new MarkedText(
                shown, whole ? List.of(new MarkedText.Range(0, shown.length())) : MarkedText.joined(found));
    }

    /** What to look for in the request: the matched bytes of each hit, or the value where they are only a fingerprint. */
    public static List<ByteText> needles(List<Hit> hits) {
        Set<ByteText> needles = new LinkedHashSet<>();
        for (Hit hit : hits) {
            if (needles.size() >= MOST_NEEDLES) {
                break;
            }
            MatchedData data = of(hit);
            boolean isPart = !data.matched.isEmpty()
                    && (data.within.isEmpty()
                            || !Layers.find(data.within.toArray(), List.of(data.matched))
                                    .isEmpty());
            ByteText needle = isPart ? data.matched : data.within;
            if (needle.length() >= 2 && needle.length() <= 4_096) {
                needles.add(needle);
                ByteText unescaped = unescaped(needle);
                if (!unescaped.equals(needle)) {
                    needles.add(unescaped);
                }
            }
        }
        return List.copyOf(needles);
    }

    /** ModSecurity writes unprintable bytes of logged data as {@code \xHH}. */
    private static ByteText unescaped(ByteText text) {
        byte[] in = text.toArray();
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '\\' && i + 3 < in.length && in[i + 1] == 'x' && Decoder.hex(in, i + 2, 2) >= 0) {
                out[length++] = (byte) Decoder.hex(in, i + 2, 2);
                i += 3;
            } else {
                out[length++] = in[i];
            }
        }
        return ByteText.of(out, 0, length);
    }

    private static ByteText bytes(String latin1) {
        return ByteText.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
