package io.rempart.response.report;

import io.rempart.response.report.Observed.Target;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes the public comment of a report from an allow-list: our own words for the class and the families of rules, rule
 * numbers, known methods, and paths that look like what scanners ask for. Nothing an attacker wrote stands in it otherwise.
 * In English, the service's language. Stateless.
 */
final class ReportComment {
    private static final int MOST_FAMILIES = 4;
    private static final int MOST_RULES = 6;
    private static final int MOST_TARGETS = 4;
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PROPFIND");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9/._-]{0,60}");
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Map<String, String> FAMILIES = Map.ofEntries(
            Map.entry("913", "scanner tool"),
            Map.entry("920", "malformed requests"),
            Map.entry("921", "HTTP request smuggling or splitting"),
            Map.entry("922", "multipart evasion"),
            Map.entry("930", "access to local files"),
            Map.entry("931", "remote file inclusion"),
            Map.entry("932", "command injection"),
            Map.entry("933", "PHP injection"),
            Map.entry("934", "code injection"),
            Map.entry("941", "cross-site scripting"),
            Map.entry("942", "SQL injection"),
            Map.entry("943", "session fixation"),
            Map.entry("944", "Java attack"));

    private ReportComment() {}

    static String of(Observed observed, String reference, PrivacyLint lint) {
        StringBuilder text = new StringBuilder(400);
        text.append(what(observed)).append(": ").append(observed.requests());
        text.append(observed.requests() == 1 ? " request" : " requests")
                .append(when(observed))
                .append('.');
        rules(observed, text);
        targets(observed, lint, text);
        return text.append(" Ref ").append(reference).toString();
    }

    private static String what(Observed observed) {
        return switch (observed.sourceClass()) {
            case ATTACK -> "Web application attack";
            case SCANNER -> "Scan for vulnerable web applications";
            case BAD_BOT -> "Bad web bot";
            case BRUTE_FORCE -> "Password guessing on a web log-in";
            case GOOD_BOT, FALSE_POSITIVE, UNCLASSIFIED ->
                throw new IllegalArgumentException("not reported: " + observed.sourceClass());
        };
    }

    private static String when(Observed observed) {
        if (Duration.between(observed.first(), observed.last()).toMinutes() < 1) {
            return " at " + MINUTE.format(observed.last()) + " UTC";
        }
        return " from " + MINUTE.format(observed.first()) + " to " + MINUTE.format(observed.last()) + " UTC";
    }

    private static void rules(Observed observed, StringBuilder text) {
        Map<String, List<String>> byFamily = new LinkedHashMap<>();
        int rules = 0;
        for (String id : observed.ruleIds()) {
            String family = id.length() == 6 && isNumber(id) ? FAMILIES.get(id.substring(0, 3)) : null;
            if (family == null || rules == MOST_RULES) {
                continue;
            }
            List<String> ofFamily = byFamily.get(family);
            if (ofFamily == null && byFamily.size() == MOST_FAMILIES) {
                continue;
            }
            List<String> ids = ofFamily == null ? new ArrayList<>() : ofFamily;
            byFamily.put(family, ids);
            if (!ids.contains(id)) {
                ids.add(id);
                rules++;
            }
        }
        if (byFamily.isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        byFamily.forEach((family, ids) -> parts.add(family + " (" + String.join(" ", ids) + ")"));
        text.append(" Rules of the OWASP Core Rule Set: ")
                .append(String.join(", ", parts))
                .append('.');
    }

    private static void targets(Observed observed, PrivacyLint lint, StringBuilder text) {
        Set<String> told = new LinkedHashSet<>();
        for (Target target : observed.targets()) {
            if (told.size() == MOST_TARGETS) {
                break;
            }
            if (METHODS.contains(target.method())) {
                String path = pathThatMayBeTold(target.uri());
                if (!path.isEmpty() && lint.problem(path, observed.address()).isEmpty()) {
                    told.add(target.method() + " " + path);
                }
            }
        }
        if (!told.isEmpty()) {
            text.append(' ').append(String.join(", ", told)).append('.');
        }
    }

    /** The path without query; empty when a part of it could tell who someone is. */
    static String pathThatMayBeTold(String uri) {
        int end = uri.length();
        for (char c : new char[] {'?', '#', ';'}) {
            int at = uri.indexOf(c);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        String path = uri.substring(0, end);
        if (!PATH.matcher(path).matches()) {
            return "";
        }
        for (String segment : path.split("/")) {
            int digits = 0;
            for (int i = 0; i < segment.length(); i++) {
                digits += segment.charAt(i) >= '0' && segment.charAt(i) <= '9' ? 1 : 0;
            }
            // A number of an account or a phone, a hash, a key.
            if (digits > 4 || segment.length() > 32 || PrivacyLint.looksLikeToken(segment)) {
                return "";
            }
        }
        return path;
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
