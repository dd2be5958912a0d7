package io.rempart.engine.action;

import io.rempart.engine.regex.RegexPattern;
import java.util.List;

/** Which rules a removal or an update is about: by id, tag or message. Immutable. */
public interface RuleSelector {
    /** Whether the rule is one of them. */
    boolean selects(long id, List<String> tags, String message);

    /** Rules with one of the ids. */
    static RuleSelector byId(IdRanges ids) {
        return (id, tags, message) -> id > 0 && ids.contains(id);
    }

    /** Rules with a tag that the pattern matches. */
    static RuleSelector byTag(RegexPattern pattern) {
        return (id, tags, message) -> {
            for (String tag : tags) {
                if (pattern.find(io.rempart.engine.bytes.ByteSlice.latin1(tag))) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Rules with a message that the pattern matches. */
    static RuleSelector byMessage(RegexPattern pattern) {
        return (id, tags, message) ->
                !message.isEmpty() && pattern.find(io.rempart.engine.bytes.ByteSlice.latin1(message));
    }
}
