package io.rempart.store;

import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.SourceClass;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Evidence as JSON: {@code [{"rule":"path-phpmyadmin","class":"scanner","weight":40,"detail":"path /pma/"}]}. */
final class EvidenceJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String HEX = "0123456789abcdef";
    private static final int EVIDENCE = 16;
    private static final int DETAIL_LENGTH = 1_024;

    private EvidenceJson() {}

    static String write(List<Evidence> evidence) {
        StringBuilder text = new StringBuilder(64 + 128 * Math.min(evidence.size(), EVIDENCE));
        text.append('[');
        for (Evidence reason : evidence.subList(0, Math.min(evidence.size(), EVIDENCE))) {
            text.append(text.length() > 1 ? ",{\"rule\":" : "{\"rule\":");
            string(text, Texts.clean(reason.rule(), 128));
            text.append(",\"class\":");
            string(text, reason.speaksFor().key());
            text.append(",\"weight\":").append(reason.weight()).append(",\"detail\":");
            string(text, Texts.clean(reason.detail(), DETAIL_LENGTH));
            text.append('}');
        }
        return text.append(']').toString();
    }

    /** Written by hand, since it is written for each event (RFC 8259, section 7). */
    private static void string(StringBuilder out, String value) {
        out.append('"');
        int copied = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x20 && c != '"' && c != '\\') {
                continue;
            }
            out.append(value, copied, i);
            copied = i + 1;
            if (c >= 0x20) {
                out.append('\\').append(c);
            } else {
                out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        out.append(value, copied, value.length()).append('"');
    }

    /** What can't be read (written by hand) is left out. */
    static List<Evidence> read(String text) {
        List<Evidence> evidence = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                return evidence;
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                String rule = "";
                String detail = "";
                SourceClass speaksFor = SourceClass.UNCLASSIFIED;
                int weight = 0;
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    switch (name) {
                        case "rule" -> rule = json.getString();
                        case "class" ->
                            speaksFor = SourceClass.ofKey(json.getString()).orElse(SourceClass.UNCLASSIFIED);
                        case "weight" -> weight = json.getIntValue();
                        case "detail" -> detail = json.getString();
                        default -> json.skipChildren();
                    }
                }
                evidence.add(new Evidence(rule, speaksFor, weight, detail));
            }
        } catch (JacksonException e) {
            return evidence;
        }
        return evidence;
    }
}
