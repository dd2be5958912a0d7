package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import org.jspecify.annotations.Nullable;

/**
 * Strings for texts that come again and again (rule ids, tags, files), so that a million hits don't hold a million copies.
 * Bounded: a slot holds the last text that fell into it. Thread-safe: a race costs a copy.
 */
final class WordCache {
    private static final int SLOTS = 2_048;
    private static final int LONGEST = 160;
    private static final @Nullable Word[] WORDS = new Word[SLOTS];

    private record Word(ByteText bytes, String text) {}

    private WordCache() {}

    /** The text, whatever its length. */
    static String whole(ByteText text) {
        return text.length() <= LONGEST ? of(text) : text.toString();
    }

    /** The text; of a longer one than any writer's the head, as {@link EventDraft#word} cuts it. */
    static String of(ByteText text) {
        if (text.isEmpty()) {
            return "";
        }
        if (text.length() > LONGEST) {
            return EventDraft.word(text);
        }
        int hash = text.hashCode();
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        Word known = WORDS[slot];
        if (known != null && known.bytes.equals(text)) {
            return known.text;
        }
        Word word = new Word(ByteText.of(text.toArray()), text.toString());
        WORDS[slot] = word;
        return word.text;
    }
}
