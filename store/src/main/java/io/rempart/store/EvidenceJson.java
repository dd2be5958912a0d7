package io.rempart.store;

import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.SourceClass;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Evidence as JSON: {@code [{"rule":"path-phpmyadmin","class":"scanner","weight":40,"detail":"path /pma/"}]}. */
final class EvidenceJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int EVIDENCE = 16;
    private static final int DETAIL_LENGTH = 1_024;

    private EvidenceJson() {}

    static String write(List<Evidence> evidence) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartArray();
            for (Evidence reason : evidence.subList(0, Math.min(evidence.size(), EVIDENCE))) {
                json.writeStartObject();
                json.writeStringProperty("rule", Texts.clean(reason.rule(), 128));
                json.writeStringProperty("class", reason.speaksFor().key());
                json.writeNumberProperty("weight", reason.weight());
                json.writeStringProperty("detail", Texts.clean(reason.detail(), DETAIL_LENGTH));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text.toString();
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
