package io.rempart.events.follow;

import java.time.Instant;
import java.util.Map;

/**
 * Something a person should know of a log source, as a code with parameters (the console translates) and as an English
 * sentence.
 *
 * @param parameters the values of the sentence's {@code {name}} places; may hold file names, escape on output
 * @param since when it was first seen
 */
public record FollowWarning(Code code, Map<String, String> parameters, Instant since) {
    /** What there is to say. The names are keys of the translations: never rename one. */
    public enum Code {
        WRITER_ON_ROTATED_FILE(
                "The server still writes to {path}, which was rotated away; reload the server after rotating"
                        + " (postrotate: systemctl reload apache2)."),
        NO_JSON_SUPPORT(
                "ModSecurity was built without JSON support, so {path} holds no events; set SecAuditLogFormat to"
                        + " Native, or install a ModSecurity with JSON (yajl)."),
        NO_PERMISSION("No permission to read {path}; add the user of rempart to the group that may (usermod -aG adm"
                + " rempart), or change the file's mode."),
        FILE_MISSING("{path} does not exist (yet); check the path, and whether the server has logged anything."),
        NOT_A_FILE("{path} is no regular file, so it can't be followed; let the server write to a file."),
        NOT_AN_AUDIT_LOG(
                "The first {records} records of {path} are of no known format; check that it is an audit log."),
        READ_FAILED("{path} could not be read ({error}); it is tried again."),
        TRANSACTION_FILE_MISSING("{count} transaction files named by the index {path} are not there; check the storage"
                + " directory, and that no clean-up job deletes them before they are read."),
        DAMAGED_ARCHIVE("{path} is damaged ({error}); what could be unpacked was read."),
        UNKNOWN_COMPRESSION(
                "{path} is compressed in a way that can't be read; unpack it, or let logrotate use gzip or zstd."),
        TOO_MANY_FILES("{count} files match {path}, more than {limit}; the oldest are read first, the others wait."),
        DISK_LOW("Only {free} are free in {path}; reading has stopped until {needed} are free, nothing is lost."),
        STORE_DOWN("The database does not take events ({error}); reading waits, nothing is lost.");

        private final String sentence;

        Code(String sentence) {
            this.sentence = sentence;
        }
    }

    /** The sentence in English. */
    public String sentence() {
        String text = code.sentence;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            text = text.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        return text;
    }
}
