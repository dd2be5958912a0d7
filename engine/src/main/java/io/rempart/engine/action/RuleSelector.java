package io.rempart.engine.action;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.RegexPattern;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which rules a removal or an update is about: by id, tag or message. Thread-safe. */
public interface RuleSelector {
    /** Whether the rule is one of them. */
    boolean selects(long id, List<String> tags, String message);

    /** Rules with one of the ids. */
    static RuleSelector byId(IdRanges ids) {
        return (id, tags, message) -> id > 0 && ids.contains(id);
    }

    /** Rules with a tag that the pattern matches; rule sets repeat few tags often, so what is known of a tag is kept. */
    static RuleSelector byTag(RegexPattern pattern) {
        Map<String, Boolean> known = new ConcurrentHashMap<>();
        return (id, tags, message) -> {
            for (String tag : tags) {
                if (known.computeIfAbsent(tag, text -> pattern.find(ByteSlice.latin1(text)))) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Rules with a message that the pattern matches. */
    static RuleSelector byMessage(RegexPattern pattern) {
        return (id, tags, message) -> !message.isEmpty() && pattern.find(ByteSlice.latin1(message));
    }
}
