package io.rempart.events.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a record could not be read. A reason is stored as its English sentence, which a person at the database understands too;
 * {@link #of} tells from the sentence which reason it is and what was filled in, so that a page can say it in another language.
 */
public enum Reason {
    NO_JSON_SUPPORT("ModSecurity was built without JSON support, so it logs this line instead of the event. Install a"
            + " ModSecurity that was built with YAJL, or set 'SecAuditLogFormat Native'; the event itself is lost."),
    NO_FORMAT("This line has none of the formats that Rempart reads (ModSecurity 2 and 3, Coraza, Suricata eve.json)."),
    NO_JSON_FORMAT("This is JSON, but not of ModSecurity, Coraza, Suricata or Rempart: its keys are not known."),
    /** At which byte, and {@link Damage what} is wrong there. */
    DAMAGED("The record is damaged or cut: at its byte {0}, {1}."),
    TOO_LONG("The record is longer than the limit of {0} bytes; its head is kept."),
    HEAD_MISSING("The beginning of this record is missing; another record follows on its line."),
    HEAD_MISSING_BEFORE_PART("The beginning of this record is missing: it starts with part {0}."),
    BREAKS_OFF("The record breaks off in part {0}, before its messages."),
    NO_TIME("The first line of part A can't be read: '{0}' is no time."),
    INDEX_IN_FILE("An index line inside a transaction file."),
    INDEX_NAMES_NONE("The index line names no usable file."),
    INDEX_LEAVES_DIRECTORY("The index line names a file outside the storage directory (..)."),
    FILE_ELSEWHERE(
            "The file that the index line names is not inside the storage directory; set the storage directory of"
                    + " this log source."),
    FILE_MISSING("The file that the index line names does not exist."),
    FILE_UNREADABLE("The transaction file could not be read ({0})."),
    FILE_EMPTY("The transaction file holds no record."),
    FAILED("Reading this record failed ({0}); please report this."),
    NOT_TAKEN("The database does not take this event ({0}).");

    /** What is wrong at a place of a damaged record. */
    public enum Damage {
        NO_HEX("\\u without four hexadecimal digits"),
        NO_COMMA("a ',' is missing"),
        NO_COLON("a ':' is missing after a key"),
        NO_BASE64("a base 64 text is damaged"),
        NO_KEY("a key is missing"),
        OPEN_STRING("a string has no end"),
        NO_VALUE("a value is missing"),
        UNKNOWN_ESCAPE("an unknown escape in a string"),
        BRACKETS("brackets don't match"),
        NO_OBJECT("it is no JSON object"),
        NEWER("it was written by a newer Rempart"),
        TOO_DEEP("nested deeper than {0} levels"),
        TEXT_AFTER("text follows the end of the record"),
        NO_FORMAT("the format or the time is missing"),
        ENDS("the text ends in the middle"),
        NO_TIME("the time '{0}' can't be read"),
        NOT_A_TIME("'{0}' is no time"),
        UNKNOWN_NAME("'{0}' is not known");

        private final Template template;

        Damage(String english) {
            this.template = new Template(english);
        }

        public static Optional<Said<Damage>> of(String words) {
            for (Damage damage : values()) {
                Optional<List<String>> filled = damage.template.filledIn(words);
                if (filled.isPresent()) {
                    return Optional.of(new Said<>(damage, filled.get()));
                }
            }
            return Optional.empty();
        }

        /** In lower case with dashes, for keys of messages. */
        public String key() {
            return keyOf(this);
        }
    }

    /** A reason, or a damage, and what was filled in. What was filled in may be an attacker's. */
    public record Said<T>(T what, List<String> arguments) {}

    private final Template template;

    Reason(String english) {
        this.template = new Template(english);
    }

    /** The English sentence. */
    public String sentence(Object... arguments) {
        return template.filled(arguments);
    }

    /** Which reason a sentence is; empty for one of an older or newer Rempart. */
    public static Optional<Said<Reason>> of(String sentence) {
        for (Reason reason : values()) {
            Optional<List<String>> filled = reason.template.filledIn(sentence);
            if (filled.isPresent()) {
                return Optional.of(new Said<>(reason, filled.get()));
            }
        }
        return Optional.empty();
    }

    /** In lower case with dashes, for keys of messages. */
    public String key() {
        return keyOf(this);
    }

    private static String keyOf(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** A sentence with places {@code {0}}, {@code {1}} in this order. */
    private static final class Template {
        private final String[] pieces;
        private final Pattern pattern;

        Template(String english) {
            this.pieces = english.split("\\{\\d}", -1);
            StringBuilder regex = new StringBuilder();
            for (String piece : pieces) {
                regex.append(regex.isEmpty() ? "" : "(.*?)").append(Pattern.quote(piece));
            }
            this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
        }

        String filled(Object... arguments) {
            StringBuilder sentence = new StringBuilder(pieces[0]);
            for (int i = 1; i < pieces.length; i++) {
                sentence.append(arguments[i - 1]).append(pieces[i]);
            }
            return sentence.toString();
        }

        Optional<List<String>> filledIn(String sentence) {
            Matcher matcher = pattern.matcher(sentence);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            List<String> arguments = new ArrayList<>();
            for (int i = 1; i <= matcher.groupCount(); i++) {
                arguments.add(matcher.group(i));
            }
            return Optional.of(arguments);
        }
    }
}
