package io.rempart.events.read;

import io.rempart.events.model.AuditFormat;
import org.jspecify.annotations.Nullable;

/**
 * Tells the JSON formats apart by their keys. The writers put the telling key first, so a look at the first bytes is enough as a
 * rule; where another program has sorted the keys, all keys of the first two levels are looked at.
 */
final class JsonShape {
    /** How the records of the writers begin; where one of these stands inside a damaged line another record begins. */
    static final String[] OPENINGS = {"{\"transaction\":{\"", "{\"timestamp\":\"", "{\"rempart\":"};

    private JsonShape() {}

    /** Null when the text is no JSON object, or has keys of no known writer, or is broken before they were seen. */
    static @Nullable AuditFormat of(byte[] bytes, int from, int to) {
        if (Texts.startsWithAt(bytes, "{\"transaction\":{\"", from, to)) {
            int inner = from + 16;
            if (Texts.startsWithAt(bytes, "\"client_ip\"", inner, to)) {
                return AuditFormat.MODSECURITY3_JSON;
            }
            if (Texts.startsWithAt(bytes, "\"timestamp\"", inner, to)) {
                return AuditFormat.CORAZA_JSON;
            }
        } else if (Texts.startsWithAt(bytes, "{\"rempart\":", from, to)) {
            return AuditFormat.REMPART_JSON;
        }
        try {
            return byKeys(new JsonCursor(bytes, from, to));
        } catch (JsonCursor.Malformed broken) {
            return null;
        }
    }

    private static @Nullable AuditFormat byKeys(JsonCursor json) {
        if (!json.enterObject()) {
            return null;
        }
        boolean eve = false;
        boolean ocsf = false;
        AuditFormat found = null;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "transaction" -> {
                    found = transaction(json);
                    if (found != null && found != AuditFormat.MODSECURITY2_JSON) {
                        return found;
                    }
                    continue;
                }
                case "audit_data" -> {
                    if (isLegacy(json)) {
                        return AuditFormat.CORAZA_LEGACY_JSON;
                    }
                    if (found != null) {
                        return found;
                    }
                    continue;
                }
                case "event_type" -> eve = true;
                case "class_uid", "activity_id", "category_uid", "web_resources" -> ocsf = true;
                case "matched_rules" -> {
                    if (found != null) {
                        return found;
                    }
                }
                default -> {
                    // tells nothing
                }
            }
            if (eve) {
                return AuditFormat.SURICATA_EVE;
            }
            if (ocsf) {
                return AuditFormat.CORAZA_OCSF;
            }
            json.skip();
        }
        return found;
    }

    private static @Nullable AuditFormat transaction(JsonCursor json) {
        if (!json.enterObject()) {
            return null;
        }
        AuditFormat found = null;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (found == null) {
                found = switch (key) {
                    case "client_ip", "time_stamp" -> AuditFormat.MODSECURITY3_JSON;
                    case "unix_timestamp", "timestamp" -> AuditFormat.CORAZA_JSON;
                    case "transaction_id", "remote_address" -> AuditFormat.MODSECURITY2_JSON;
                    default -> null;
                };
            }
            if (key.equals("unix_timestamp") || key.equals("is_interrupted")) {
                found = AuditFormat.CORAZA_JSON;
            }
            json.skip();
        }
        return found;
    }

    /** Coraza's {@code jsonlegacy} has ModSecurity 2's keys, but the stop watch's are capitalised. */
    private static boolean isLegacy(JsonCursor json) {
        if (!json.enterObject()) {
            return false;
        }
        boolean legacy = false;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (key.equals("stopwatch") && json.atObject()) {
                json.enterObject();
                for (String name = json.nextKey(); name != null; name = json.nextKey()) {
                    legacy |= !name.isEmpty() && name.charAt(0) >= 'A' && name.charAt(0) <= 'Z';
                    json.skip();
                }
            } else {
                json.skip();
            }
        }
        return legacy;
    }
}
