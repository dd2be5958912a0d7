package io.rempart.console.page;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A program that names itself in its user agent. A name proves nothing against a program that lies, but few attackers bother.
 *
 * @param kind {@code scanner}, {@code attack-tool}, {@code library}, {@code crawler}: the message {@code tool.KIND} says it
 */
public record KnownTool(String name, String kind) {
    private record Mark(String text, String name, String kind) {}

    private static final List<Mark> MARKS = List.of(
            new Mark("sqlmap", "sqlmap", "attack-tool"),
            new Mark("havij", "Havij", "attack-tool"),
            new Mark("commix", "commix", "attack-tool"),
            new Mark("metasploit", "Metasploit", "attack-tool"),
            new Mark("(hydra)", "Hydra", "attack-tool"),
            new Mark("patator", "Patator", "attack-tool"),
            new Mark("medusa", "Medusa", "attack-tool"),
            new Mark("fimap", "fimap", "attack-tool"),
            new Mark("xsser", "XSSer", "attack-tool"),
            new Mark("nikto", "Nikto", "scanner"),
            new Mark("nmap", "Nmap", "scanner"),
            new Mark("masscan", "masscan", "scanner"),
            new Mark("zgrab", "ZGrab", "scanner"),
            new Mark("nuclei", "Nuclei", "scanner"),
            new Mark("wpscan", "WPScan", "scanner"),
            new Mark("joomscan", "JoomScan", "scanner"),
            new Mark("dirbuster", "DirBuster", "scanner"),
            new Mark("gobuster", "Gobuster", "scanner"),
            new Mark("feroxbuster", "feroxbuster", "scanner"),
            new Mark("fuzz faster", "ffuf", "scanner"),
            new Mark("wfuzz", "Wfuzz", "scanner"),
            new Mark("acunetix", "Acunetix", "scanner"),
            new Mark("nessus", "Nessus", "scanner"),
            new Mark("openvas", "OpenVAS", "scanner"),
            new Mark("netsparker", "Netsparker", "scanner"),
            new Mark("arachni", "Arachni", "scanner"),
            new Mark("w3af", "w3af", "scanner"),
            new Mark("whatweb", "WhatWeb", "scanner"),
            new Mark("zmeu", "ZmEu", "scanner"),
            new Mark("jorgee", "Jorgee", "scanner"),
            new Mark("censys", "Censys", "scanner"),
            new Mark("shodan", "Shodan", "scanner"),
            new Mark("internetmeasurement", "InternetMeasurement", "scanner"),
            new Mark("expanse", "Expanse", "scanner"),
            new Mark("l9explore", "LeakIX", "scanner"),
            new Mark("python-requests", "Python Requests", "library"),
            new Mark("python-urllib", "Python urllib", "library"),
            new Mark("aiohttp", "aiohttp", "library"),
            new Mark("python-httpx", "HTTPX", "library"),
            new Mark("scrapy", "Scrapy", "library"),
            new Mark("go-http-client", "Go", "library"),
            new Mark("libwww-perl", "libwww-perl", "library"),
            new Mark("curl/", "curl", "library"),
            new Mark("wget/", "Wget", "library"),
            new Mark("okhttp", "OkHttp", "library"),
            new Mark("apache-httpclient", "Apache HttpClient", "library"),
            new Mark("axios", "Axios", "library"),
            new Mark("node-fetch", "node-fetch", "library"),
            new Mark("headlesschrome", "Chrome (headless)", "library"),
            new Mark("phantomjs", "PhantomJS", "library"),
            new Mark("gptbot", "GPTBot", "crawler"),
            new Mark("claudebot", "ClaudeBot", "crawler"),
            new Mark("ccbot", "CCBot", "crawler"),
            new Mark("bytespider", "Bytespider", "crawler"),
            new Mark("petalbot", "PetalBot", "crawler"),
            new Mark("semrushbot", "SemrushBot", "crawler"),
            new Mark("ahrefsbot", "AhrefsBot", "crawler"),
            new Mark("mj12bot", "MJ12bot", "crawler"),
            new Mark("dotbot", "DotBot", "crawler"),
            new Mark("googlebot", "Googlebot", "crawler"),
            new Mark("bingbot", "Bingbot", "crawler"),
            new Mark("yandexbot", "YandexBot", "crawler"));

    /** The first tool whose mark is in the user agent. */
    static Optional<KnownTool> of(String userAgent) {
        String lower = userAgent.toLowerCase(Locale.ROOT);
        return MARKS.stream()
                .filter(mark -> lower.contains(mark.text))
                .map(mark -> new KnownTool(mark.name, mark.kind))
                .findFirst();
    }
}
