package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Description: Looks whether the value resembles one of the files whose ssdeep digests a file lists.
 *
 * <p>Arguments: a file as {@code ssdeep} writes it, a space, and how alike a value must be, 1 to 100.
 *
 * <p>Returns: true when a digest is at least that much alike.
 *
 * <p>Example: {@code SecRule REQUEST_BODY "@fuzzyHash malware.ssdeep 60" "id:1"}
 */
public final class FuzzyHash implements Operator {
    private record Known(FuzzyDigest digest, String line) {}

    private final List<Known> known;
    private final int threshold;

    private FuzzyHash(List<Known> known, int threshold) {
        this.known = List.copyOf(known);
        this.threshold = threshold;
    }

    static FuzzyHash create(ByteSlice argument, OperatorEnvironment environment) throws IOException {
        List<ByteSlice> words = Words.split(argument);
        String number = words.size() == 2 ? words.get(1).toString() : "";
        if (!number.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("@fuzzyHash wants a file of ssdeep digests and a number from 1 to 100.");
        }
        String file = new String(words.get(0).toArray(), StandardCharsets.UTF_8);
        List<Known> known = new ArrayList<>();
        for (DataFile.Line line : DataFile.lines(file, environment)) {
            String text = line.text().toString();
            FuzzyDigest.parse(text).ifPresent(digest -> known.add(new Known(digest, text)));
        }
        return new FuzzyHash(known, Integer.parseInt(number));
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        FuzzyDigest digest = FuzzyDigest.of(value);
        for (Known one : known) {
            int score = one.digest.similarity(digest);
            if (score >= threshold) {
                context.debug(4, "Fuzzy hash: matched with score: " + score + ".");
                context.matched(0, value.length());
                return true;
            }
        }
        return false;
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        FuzzyDigest digest = FuzzyDigest.of(value);
        for (Known one : known) {
            int score = one.digest.similarity(digest);
            if (score >= threshold) {
                return "Fuzzy hash of " + target + " matched with "
                        + LogText.escape(ByteSlice.latin1(one.line)).replace("\\\"", "\"") + ". Score: " + score + ".";
            }
        }
        return "Fuzzy hash of " + target + " matched.";
    }

    @Override
    public String name() {
        return "fuzzyHash";
    }
}
