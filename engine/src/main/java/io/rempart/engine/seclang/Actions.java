package io.rempart.engine.seclang;

import io.rempart.engine.Compatibility;
import io.rempart.engine.Severity;
import io.rempart.engine.action.Action;
import io.rempart.engine.action.Ctl;
import io.rempart.engine.action.CtlRemove;
import io.rempart.engine.action.Exec;
import io.rempart.engine.action.ExpireVar;
import io.rempart.engine.action.IdRanges;
import io.rempart.engine.action.InitCol;
import io.rempart.engine.action.RuleSelector;
import io.rempart.engine.action.Sanitise;
import io.rempart.engine.action.SetEnv;
import io.rempart.engine.action.SetVar;
import io.rempart.engine.regex.RegexPattern;
import io.rempart.engine.regex.RegexSyntaxException;
import io.rempart.engine.rule.Disruption;
import io.rempart.engine.rule.RuleDraft;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.TransactionState.CollectionKind;
import io.rempart.engine.transformation.Transformation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The actions of SecLang: what each does to the rule that carries it. The one list that the parser and the documentation use. */
final class Actions {
    /** Where an action may stand and what it is, as the manual groups them. */
    enum Group {
        DISRUPTIVE,
        FLOW,
        METADATA,
        DATA,
        OTHER
    }

    /** Gives a rule what the action says; throws IllegalArgumentException with a sentence when it makes no sense. */
    interface Effect {
        void apply(RuleDraft rule, ActionText action, RuleLoad load);
    }

    /** An action that is known. */
    record Known(
            String name,
            Group group,
            Effect effect,
            @Nullable String refusal) {}

    private static final Map<String, Known> BY_NAME = new LinkedHashMap<>();

    static {
        disruptive("allow", Actions::allow);
        disruptive("block", (rule, action, load) -> rule.blocks = true);
        disruptive("deny", (rule, action, load) -> rule.disruption = Disruption.Kind.DENY);
        disruptive("drop", (rule, action, load) -> rule.disruption = Disruption.Kind.DROP);
        disruptive("pass", (rule, action, load) -> rule.disruption = Disruption.Kind.PASS);
        disruptive("proxy", (rule, action, load) -> {
            rule.disruption = Disruption.Kind.PROXY;
            rule.location = macro(needed(action), load);
        });
        disruptive("redirect", (rule, action, load) -> {
            rule.disruption = Disruption.Kind.REDIRECT;
            rule.location = macro(needed(action), load);
        });
        add("status", Group.DATA, (rule, action, load) -> rule.status = (int) number(action, 100, 599));

        add("chain", Group.FLOW, (rule, action, load) -> rule.chained = true);
        add("skip", Group.FLOW, (rule, action, load) -> rule.skip = skip(action));
        add("skipAfter", Group.FLOW, (rule, action, load) -> rule.skipAfter = needed(action));

        add("id", Group.METADATA, (rule, action, load) -> rule.id = number(action, 0, Long.MAX_VALUE));
        add("phase", Group.METADATA, (rule, action, load) -> rule.phase = phase(action, load.compatibility()));
        add("msg", Group.METADATA, (rule, action, load) -> rule.message = macro(action.value(), load));
        add("rev", Group.METADATA, (rule, action, load) -> rule.revision = action.value());
        add("ver", Group.METADATA, (rule, action, load) -> rule.version = action.value());
        add("severity", Group.METADATA, Actions::severity);
        add("maturity", Group.METADATA, (rule, action, load) -> rule.maturity = (int) number(action, 0, 9));
        add("accuracy", Group.METADATA, (rule, action, load) -> rule.accuracy = (int) number(action, 0, 9));
        add("tag", Group.METADATA, (rule, action, load) -> rule.tags.add(macro(action.value(), load)));

        add("log", Group.OTHER, (rule, action, load) -> {
            rule.log = true;
            if (load.compatibility() != Compatibility.V2) {
                rule.auditLog = true;
            }
        });
        add("nolog", Group.OTHER, (rule, action, load) -> {
            rule.log = false;
            rule.auditLog = false;
        });
        add("auditlog", Group.OTHER, (rule, action, load) -> rule.auditLog = true);
        add("noauditlog", Group.OTHER, (rule, action, load) -> rule.auditLog = false);
        add("logdata", Group.OTHER, (rule, action, load) -> rule.logData = macro(action.value(), load));
        add("capture", Group.OTHER, (rule, action, load) -> rule.capture = true);
        add("multiMatch", Group.OTHER, (rule, action, load) -> rule.multiMatch = true);
        add("t", Group.OTHER, Actions::transformation);
        add("xmlns", Group.OTHER, Actions::namespace);
        add("ctl", Group.OTHER, Actions::ctl);
        add(
                "setvar",
                Group.OTHER,
                (rule, action, load) -> rule.actions.add(SetVar.parse(needed(action), load.settings())));
        add(
                "setenv",
                Group.OTHER,
                (rule, action, load) -> rule.actions.add(SetEnv.parse(needed(action), load.settings())));
        add(
                "initcol",
                Group.OTHER,
                (rule, action, load) -> rule.actions.add(InitCol.parse(needed(action), load.settings())));
        add("setsid", Group.OTHER, opening("setsid", CollectionKind.SESSION));
        add("setuid", Group.OTHER, opening("setuid", CollectionKind.USER));
        add("setrsc", Group.OTHER, opening("setrsc", CollectionKind.RESOURCE));
        add(
                "expirevar",
                Group.OTHER,
                (rule, action, load) -> rule.actions.add(ExpireVar.parse(needed(action), false, load.settings())));
        add(
                "deprecatevar",
                Group.OTHER,
                (rule, action, load) -> rule.actions.add(ExpireVar.parse(needed(action), true, load.settings())));
        add("sanitiseArg", Group.OTHER, sanitising("sanitiseArg", Sanitise.What.ARGUMENT));
        add("sanitiseRequestHeader", Group.OTHER, sanitising("sanitiseRequestHeader", Sanitise.What.REQUEST_HEADER));
        add("sanitiseResponseHeader", Group.OTHER, sanitising("sanitiseResponseHeader", Sanitise.What.RESPONSE_HEADER));
        add("sanitiseMatched", Group.OTHER, sanitising("sanitiseMatched", Sanitise.What.MATCHED));
        add("sanitiseMatchedBytes", Group.OTHER, sanitising("sanitiseMatchedBytes", Sanitise.What.MATCHED));
        for (String name : new String[] {"Arg", "RequestHeader", "ResponseHeader", "Matched", "MatchedBytes"}) {
            alias("sanitize" + name, "sanitise" + name);
        }
        add("exec", Group.OTHER, Actions::exec);

        refused("append", "the engine does not change responses");
        refused("prepend", "the engine does not change responses");
        refused("pause", "a thread that waits is what a flood of requests wants; use drop");
    }

    private Actions() {}

    static Map<String, Known> all() {
        return BY_NAME;
    }

    static Known byName(String name) {
        Known known = BY_NAME.get(name);
        if (known == null) {
            throw new IllegalArgumentException("There is no action " + name + ".");
        }
        if (known.refusal() != null) {
            throw new IllegalArgumentException("The action " + name + " is refused: " + known.refusal() + ".");
        }
        return known;
    }

    private static void add(String name, Group group, Effect effect) {
        BY_NAME.put(name.toLowerCase(Locale.ROOT), new Known(name, group, effect, null));
    }

    private static void alias(String name, String of) {
        Known known = BY_NAME.get(of.toLowerCase(Locale.ROOT));
        if (known != null) {
            String lower = name.toLowerCase(Locale.ROOT);
            BY_NAME.put(lower, new Known(name, known.group(), known.effect(), null));
        }
    }

    private static void disruptive(String name, Effect effect) {
        add(name, Group.DISRUPTIVE, (rule, action, load) -> {
            rule.blocks = false;
            effect.apply(rule, action, load);
        });
    }

    private static void refused(String name, String reason) {
        BY_NAME.put(name, new Known(name, Group.OTHER, (rule, action, load) -> {}, reason));
    }

    private static void allow(RuleDraft rule, ActionText action, RuleLoad load) {
        rule.disruption = switch (action.value().toLowerCase(Locale.ROOT)) {
            case "" -> Disruption.Kind.ALLOW;
            case "phase" -> Disruption.Kind.ALLOW_PHASE;
            case "request" -> Disruption.Kind.ALLOW_REQUEST;
            default ->
                throw new IllegalArgumentException(
                        "allow takes phase, request or nothing, not " + action.value() + ".");
        };
    }

    /** The number of a phase; ModSecurity 3 has a phase 0, when the connection is known and nothing more. */
    static int phase(ActionText action, Compatibility compatibility) {
        if (compatibility == Compatibility.V3 && action.value().equals("0")) {
            return 0;
        }
        // ModSecurity 2 reads a number and does not look at what follows it
        boolean number = compatibility == Compatibility.V2 && action.value().matches("[1-5][^0-9A-Za-z].*");
        String phase = number ? action.value().substring(0, 1) : action.value().toLowerCase(Locale.ROOT);
        return switch (phase) {
            case "1" -> 1;
            case "2", "request" -> 2;
            case "3" -> 3;
            case "4", "response" -> 4;
            case "5", "logging" -> 5;
            default ->
                throw new IllegalArgumentException(
                        "phase takes 1 to 5, request, response or logging, not " + action.value() + ".");
        };
    }

    private static void severity(RuleDraft rule, ActionText action, RuleLoad load) {
        Severity severity = Severity.parse(action.value().trim());
        if (severity == null) {
            throw new IllegalArgumentException(
                    "severity takes 0 to 7 or a word such as CRITICAL, not " + action.value() + ".");
        }
        rule.severity = severity;
    }

    private static int skip(ActionText action) {
        try {
            return Integer.parseUnsignedInt(action.value().trim());
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException("Expecting an action, got:  skip:" + action.value());
        }
    }

    private static void transformation(RuleDraft rule, ActionText action, RuleLoad load) {
        String name = action.value().trim();
        if (name.equalsIgnoreCase("none")) {
            rule.transformations.clear();
            rule.transformationNames.clear();
            return;
        }
        Transformation known = load.transformation(name);
        if (known == null) {
            throw new IllegalArgumentException("There is no transformation " + name + ".");
        }
        rule.transformations.add(known);
        rule.transformationNames.add(name);
    }

    private static void namespace(RuleDraft rule, ActionText action, RuleLoad load) {
        boolean version3 = load.compatibility() == Compatibility.V3;
        String value = needed(action);
        int equals = value.indexOf('=');
        if (version3 && equals < 0) {
            throw new IllegalArgumentException(
                    "XMLS: Bad format, missing equals sign. xmlns takes a prefix and a name, as in xmlns:soap=http://...");
        }
        String prefix = value.substring(0, Math.max(equals, 0));
        String name = value.substring(equals + 1).replace("\"", "").replace("'", "");
        if (version3 && (prefix.isEmpty() || name.isEmpty())) {
            throw new IllegalArgumentException("XMLS: XMLNS is invalid. Expecting a name=value format.");
        }
        if (prefix.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("xmlns needs a prefix and a name, as in xmlns:soap=http://...");
        }
        if (version3 && !name.startsWith("http://")) {
            throw new IllegalArgumentException("XMLS: Missing xmlns href for prefix: `" + name + "'.");
        }
        rule.namespaces.put(prefix, name);
    }

    private static void ctl(RuleDraft rule, ActionText action, RuleLoad load) {
        String value = needed(action);
        int equals = value.indexOf('=');
        String option = equals < 0 ? value : value.substring(0, equals);
        String setting = equals < 0 ? "" : value.substring(equals + 1).trim();
        rule.actions.add(ctlAction(option.trim(), setting, "ctl:" + value));
    }

    private static Action ctlAction(String option, String value, String text) {
        int semicolon = value.indexOf(';');
        String selector = semicolon < 0 ? value : value.substring(0, semicolon);
        String target = semicolon < 0 ? "" : value.substring(semicolon + 1);
        return switch (option.toLowerCase(Locale.ROOT)) {
            case "ruleremovebyid" -> new CtlRemove(text, RuleSelector.byId(IdRanges.parse(value)), null);
            case "ruleremovebytag" -> new CtlRemove(text, RuleSelector.byTag(pattern(value)), null);
            case "ruleremovebymsg" -> new CtlRemove(text, RuleSelector.byMessage(pattern(value)), null);
            case "ruleremovetargetbyid" ->
                new CtlRemove(text, RuleSelector.byId(IdRanges.parse(selector)), TargetText.selector(target));
            case "ruleremovetargetbytag" ->
                new CtlRemove(text, RuleSelector.byTag(pattern(selector)), TargetText.selector(target));
            case "ruleremovetargetbymsg" ->
                new CtlRemove(text, RuleSelector.byMessage(pattern(selector)), TargetText.selector(target));
            default -> Ctl.of(option, value);
        };
    }

    /** A pattern for tags or messages. */
    static RegexPattern pattern(String text) {
        try {
            return RegexPattern.compile(text);
        } catch (RegexSyntaxException broken) {
            throw new IllegalArgumentException("The pattern is broken: " + broken.getMessage());
        }
    }

    private static Effect opening(String name, CollectionKind kind) {
        return (rule, action, load) ->
                rule.actions.add(InitCol.of(name + ":" + action.value(), kind, needed(action), load.settings()));
    }

    private static Effect sanitising(String name, Sanitise.What what) {
        return (rule, action, load) ->
                rule.actions.add(new Sanitise(name + ":" + action.value(), what, action.value(), load.settings()));
    }

    private static void exec(RuleDraft rule, ActionText action, RuleLoad load) {
        String program = needed(action);
        if (program.endsWith(".lua")) {
            throw new IllegalArgumentException("exec is refused: there is no Lua in this engine.");
        }
        if (!load.settings().externalProgramsAllowed) {
            throw new IllegalArgumentException(
                    "exec is refused: rules may not start programs. Allow it where the rules are loaded, if you must.");
        }
        try {
            rule.actions.add(new Exec(load.files().path(program)));
        } catch (IOException missing) {
            throw new IllegalArgumentException(String.valueOf(missing.getMessage()));
        }
    }

    private static Macro macro(String text, RuleLoad load) {
        return Macro.compile(text, load.settings());
    }

    private static String needed(ActionText action) {
        if (action.value().isEmpty()) {
            throw new IllegalArgumentException("The action " + action.name() + " needs a value.");
        }
        return action.value();
    }

    private static long number(ActionText action, long least, long most) {
        try {
            long number = Long.parseLong(action.value().trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notNumber) {
            // told below
        }
        throw new IllegalArgumentException("The action " + action.name() + " takes a number"
                + (most == Long.MAX_VALUE ? "" : " from " + least + " to " + most) + ", not " + action.value() + ".");
    }
}
