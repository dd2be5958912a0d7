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

    /**
     * Null when the text is no JSON object, has keys of no known writer, or is broken before they were seen. Coraza's legacy form
     * passes for ModSecurity 2's here: they differ deep inside only, where {@link ModSecurity2JsonReader} notices.
     */
    static @Nullable AuditFormat of(byte[] bytes, int from, int to) {
        if (Texts.startsWithAt(bytes, "{\"transaction\":{\"", from, to)) {
            int inner = from + 16;
            if (Texts.startsWithAt(bytes, "\"time\":\"", inner, to)) {
                return AuditFormat.MODSECURITY2_JSON;
            }
            if (Texts.startsWithAt(bytes, "\"client_ip\"", inner, to)) {
                return AuditFormat.MODSECURITY3_JSON;
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

    /** As {@link #of}, with Coraza's legacy form told apart, at the price of reading more of the record. */
    static @Nullable AuditFormat exact(byte[] bytes, int from, int to) {
        AuditFormat format = of(bytes, from, to);
        if (format != AuditFormat.MODSECURITY2_JSON) {
            return format;
        }
        try {
            JsonCursor json = new JsonCursor(bytes, from, to);
            json.enterObject();
            for (String key = json.nextKey(); key != null; key = json.nextKey()) {
                if (key.equals("audit_data")) {
                    return isLegacy(json) ? AuditFormat.CORAZA_LEGACY_JSON : format;
                }
                json.skip();
            }
        } catch (JsonCursor.Malformed broken) {
            return format;
        }
        return format;
    }

    private static @Nullable AuditFormat byKeys(JsonCursor json) {
        if (!json.enterObject()) {
            return null;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "transaction" -> {
                    AuditFormat found = transaction(json);
                    if (found != null) {
                        return found;
                    }
                }
                case "audit_data", "matched_rules" -> {
                    return AuditFormat.MODSECURITY2_JSON;
                }
                case "event_type" -> {
                    return AuditFormat.SURICATA_EVE;
                }
                case "class_uid", "class_name", "activity_id", "category_uid", "web_resources" -> {
                    return AuditFormat.CORAZA_OCSF;
                }
                case "rempart" -> {
                    return AuditFormat.REMPART_JSON;
                }
                case "message", "msg" -> {
                    if (Texts.indexOf(json.text(), "Coraza: ", 0) >= 0) {
                        return AuditFormat.CORAZA_JSON;
                    }
                }
                default -> json.skip();
            }
        }
        return null;
    }

    private static @Nullable AuditFormat transaction(JsonCursor json) {
        if (!json.enterObject()) {
            return null;
        }
        AuditFormat found = null;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "unix_timestamp", "is_interrupted", "highest_severity" -> {
                    return AuditFormat.CORAZA_JSON;
                }
                case "time_stamp", "unique_id" -> {
                    return AuditFormat.MODSECURITY3_JSON;
                }
                case "transaction_id", "remote_address" -> {
                    return AuditFormat.MODSECURITY2_JSON;
                }
                case "timestamp" -> found = AuditFormat.CORAZA_JSON;
                case "client_ip" -> found = found == null ? AuditFormat.MODSECURITY3_JSON : found;
                default -> {
                    // tells nothing
                }
            }
            json.skip();
        }
        return found;
    }

    /** The keys of Coraza's stop watch are capitalised. The cursor stands before {@code audit_data}. */
    private static boolean isLegacy(JsonCursor json) {
        if (!json.enterObject()) {
            return false;
        }
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (key.equals("stopwatch")) {
                return isCapitalised(json);
            }
            json.skip();
        }
        return false;
    }

    /** Whether the first key of the object to come is capitalised. Passes over the object. */
    static boolean isCapitalised(JsonCursor json) {
        boolean capitalised = false;
        if (json.enterObject()) {
            for (String name = json.nextKey(); name != null; name = json.nextKey()) {
                capitalised |= !name.isEmpty() && name.charAt(0) >= 'A' && name.charAt(0) <= 'Z';
                json.skip();
            }
        }
        return capitalised;
    }
}
