package io.rempart.engine.action;

import java.util.ArrayList;
import java.util.List;

/** Rule ids and ranges of them: {@code 942100 942200-942299}. Immutable. */
public final class IdRanges {
    private record Range(long first, long last) {}

    private final List<Range> ranges;

    private IdRanges(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * Reads ids and ranges, with blanks or commas between them.
     *
     * @throws IllegalArgumentException when one is neither
     */
    public static IdRanges parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String word : text.trim().split("[\\s,]+")) {
            String plain = word.replace("\"", "").replace("'", "");
            int dash = plain.indexOf('-', 1);
            try {
                long first = Long.parseLong(dash < 0 ? plain : plain.substring(0, dash));
                long last = dash < 0 ? first : Long.parseLong(plain.substring(dash + 1));
                ranges.add(new Range(first, last));
            } catch (NumberFormatException notNumber) {
                throw new IllegalArgumentException(
                        "Expected a rule id or a range such as 942100-942199 instead of " + word + ".");
            }
        }
        return new IdRanges(List.copyOf(ranges));
    }

    /** Whether the id is among them. */
    public boolean contains(long id) {
        for (Range range : ranges) {
            if (id >= range.first() && id <= range.last()) {
                return true;
            }
        }
        return false;
    }
}
