package io.rempart.events.query;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The words that stand for values, in English and French, without accents. */
final class QueryWords {
    static final Map<String, SourceClass> CLASSES = new LinkedHashMap<>();
    static final Map<String, Severity> SEVERITIES = new LinkedHashMap<>();
    static final Map<String, AuditFormat> FORMATS = new LinkedHashMap<>();
    static final Map<String, Boolean> TRUTHS = new LinkedHashMap<>();

    static {
        for (SourceClass value : SourceClass.values()) {
            CLASSES.put(value.key(), value);
        }
        CLASSES.put("pirate", SourceClass.ATTACK);
        CLASSES.put("attaque", SourceClass.ATTACK);
        CLASSES.put("scanner-de-sites", SourceClass.SCANNER);
        CLASSES.put("mauvais-robot", SourceClass.BAD_BOT);
        CLASSES.put("force-brute", SourceClass.BRUTE_FORCE);
        CLASSES.put("robot-verifie", SourceClass.GOOD_BOT);
        CLASSES.put("bon-robot", SourceClass.GOOD_BOT);
        CLASSES.put("faux-positif", SourceClass.FALSE_POSITIVE);
        CLASSES.put("non-classe", SourceClass.UNCLASSIFIED);

        for (Severity value : Severity.values()) {
            SEVERITIES.put(value.name().toLowerCase(Locale.ROOT), value);
            SEVERITIES.put(String.valueOf(value.ordinal()), value);
        }
        SEVERITIES.put("urgence", Severity.EMERGENCY);
        SEVERITIES.put("alerte", Severity.ALERT);
        SEVERITIES.put("critique", Severity.CRITICAL);
        SEVERITIES.put("erreur", Severity.ERROR);
        SEVERITIES.put("avertissement", Severity.WARNING);
        SEVERITIES.put("avis", Severity.NOTICE);
        SEVERITIES.put("information", Severity.INFO);
        SEVERITIES.put("debogage", Severity.DEBUG);

        for (AuditFormat value : AuditFormat.values()) {
            FORMATS.put(key(value), value);
        }

        TRUTHS.put("yes", true);
        TRUTHS.put("no", false);
        TRUTHS.put("oui", true);
        TRUTHS.put("non", false);
        TRUTHS.put("true", true);
        TRUTHS.put("false", false);
    }

    private QueryWords() {}

    /** {@code SURICATA_EVE} is {@code suricata-eve}. */
    static String key(AuditFormat format) {
        return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
