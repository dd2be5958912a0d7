package io.rempart.engine.action;

import io.rempart.engine.state.AuditPart;
import io.rempart.engine.state.Controls;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Action {@code ctl} with an option that changes how the transaction is handled (the options that remove rules are {@link CtlRemove}). */
public final class Ctl implements Action {
    /** The options that work; those that remove rules are {@link CtlRemove}'s. */
    public static final List<String> OPTIONS = List.of(
            "auditEngine",
            "auditLogParts",
            "debugLogLevel",
            "forceRequestBodyVariable",
            "forceResponseBodyVariable",
            "parseXmlIntoArgs",
            "requestBodyAccess",
            "requestBodyLimit",
            "requestBodyProcessor",
            "responseBodyAccess",
            "responseBodyLimit",
            "responseBodyProcessor",
            "ruleEngine",
            "ruleRemoveById",
            "ruleRemoveByMsg",
            "ruleRemoveByTag",
            "ruleRemoveTargetById",
            "ruleRemoveTargetByMsg",
            "ruleRemoveTargetByTag");

    /** The options that are known and refused. */
    public static final List<String> REFUSED_OPTIONS = List.of("HashEnforcement", "HashEngine");

    private interface Change {
        void apply(Controls controls, TransactionState state);
    }

    private final String text;
    private final String debugLine;
    private final Change change;

    private Ctl(String text, String debugLine, Change change) {
        this.text = text;
        this.debugLine = debugLine;
        this.change = change;
    }

    /**
     * Makes the action.
     *
     * @throws IllegalArgumentException when the option does not exist or does not take the value
     */
    public static Ctl of(String option, String value) {
        String text = "ctl:" + option + "=" + value;
        return switch (option.toLowerCase(Locale.ROOT)) {
            case "auditengine" -> {
                Settings.AuditEngine engine = auditEngine(value);
                yield new Ctl(text, "Setting SecAuditEngine to " + value, (c, s) -> c.auditEngine = engine);
            }
            case "auditlogparts" -> auditLogParts(text, value);
            case "debugloglevel" -> {
                int level = number(option, value);
                yield new Ctl(text, "", (c, s) -> s.debug().level(level));
            }
            case "forcerequestbodyvariable" -> {
                boolean on = onOff(option, value);
                yield new Ctl(text, "", (c, s) -> c.forceRequestBodyVariable = on);
            }
            case "forceresponsebodyvariable" -> {
                boolean on = onOff(option, value);
                yield new Ctl(text, "", (c, s) -> c.forceResponseBodyVariable = on);
            }
            case "requestbodyaccess" -> {
                boolean on = onOff(option, value);
                yield new Ctl(text, "", (c, s) -> c.requestBodyAccess = on);
            }
            case "responsebodyaccess" -> {
                boolean on = onOff(option, value);
                yield new Ctl(text, "", (c, s) -> c.responseBodyAccess = on);
            }
            case "requestbodylimit" -> {
                int limit = number(option, value);
                yield new Ctl(text, "", (c, s) -> c.requestBodyLimit = limit);
            }
            case "responsebodylimit" -> {
                int limit = number(option, value);
                yield new Ctl(text, "", (c, s) -> c.responseBodyLimit = limit);
            }
            case "requestbodyprocessor" -> {
                String processor = processor(option, value);
                yield new Ctl(text, "", (c, s) -> c.requestBodyProcessor = processor);
            }
            case "responsebodyprocessor" -> {
                String processor = processor(option, value);
                yield new Ctl(text, "", (c, s) -> c.responseBodyProcessor = processor);
            }
            case "parsexmlintoargs" -> {
                Settings.XmlArguments arguments = xmlArguments(value);
                yield new Ctl(text, "", (c, s) -> c.xmlArguments = arguments);
            }
            case "ruleengine" -> ruleEngine(text, value);
            case "hashengine", "hashenforcement" ->
                throw new IllegalArgumentException(
                        "ctl:" + option + " is refused: the engine does not sign links (SecHashEngine). Remove it.");
            default -> throw new IllegalArgumentException("ctl has no option " + option + ".");
        };
    }

    private static Ctl ruleEngine(String text, String value) {
        Settings.Engine engine = engine(value);
        String word = switch (engine) {
            case ON -> "Enabled";
            case OFF -> "Disabled";
            case DETECTION_ONLY -> "DetectionOnly";
        };
        return new Ctl(
                text,
                "Setting SecRuleEngine to " + word + " as requested by a ctl:ruleEngine action",
                (c, s) -> c.engine = engine);
    }

    private static Ctl auditLogParts(String text, String value) {
        boolean add = value.startsWith("+");
        boolean remove = value.startsWith("-");
        Set<AuditPart> parts = AuditPart.parse(add || remove ? value.substring(1) : value);
        if (parts == null) {
            throw new IllegalArgumentException(
                    "ctl:auditLogParts does not know " + value + "; parts are A to K and Z.");
        }
        return new Ctl(text, "", (c, s) -> {
            Set<AuditPart> own = c.ownAuditParts();
            if (remove) {
                own.removeAll(parts);
                own.add(AuditPart.A);
                own.add(AuditPart.Z);
            } else {
                if (!add) {
                    own.clear();
                }
                own.addAll(parts);
            }
        });
    }

    /** On, Off, DetectionOnly. */
    public static Settings.Engine engine(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on" -> Settings.Engine.ON;
            case "off" -> Settings.Engine.OFF;
            case "detectiononly" -> Settings.Engine.DETECTION_ONLY;
            default ->
                throw new IllegalArgumentException("Expected On, Off or DetectionOnly instead of " + value + ".");
        };
    }

    /** On, Off, RelevantOnly. */
    public static Settings.AuditEngine auditEngine(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on" -> Settings.AuditEngine.ON;
            case "off" -> Settings.AuditEngine.OFF;
            case "relevantonly" -> Settings.AuditEngine.RELEVANT_ONLY;
            default -> throw new IllegalArgumentException("Expected On, Off or RelevantOnly instead of " + value + ".");
        };
    }

    /** On, Off, OnlyArgs. */
    public static Settings.XmlArguments xmlArguments(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on" -> Settings.XmlArguments.ON;
            case "off" -> Settings.XmlArguments.OFF;
            case "onlyargs" -> Settings.XmlArguments.ONLY_ARGS;
            default -> throw new IllegalArgumentException("Expected On, Off or OnlyArgs instead of " + value + ".");
        };
    }

    private static boolean onOff(String option, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException("ctl:" + option + " takes On or Off, not " + value + ".");
        };
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseUnsignedInt(value);
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException("ctl:" + option + " takes a number, not " + value + ".");
        }
    }

    private static String processor(String option, String value) {
        String upper = value.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "URLENCODED", "MULTIPART", "JSON", "XML", "RAW" -> upper;
            default ->
                throw new IllegalArgumentException(
                        "ctl:" + option + " knows URLENCODED, MULTIPART, JSON, XML and RAW, not " + value + ".");
        };
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public void perform(TransactionState state) {
        if (!debugLine.isEmpty()) {
            state.debug().log(8, debugLine);
        }
        change.apply(state.controls(), state);
    }
}
