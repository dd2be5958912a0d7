package io.rempart.response.report;

import io.rempart.events.model.SourceClass;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** AbuseIPDB's categories (abuseipdb.com/categories), and which of them a class of source is reported under. */
public final class ReportCategories {
    public static final int HACKING = 15;
    public static final int SQL_INJECTION = 16;
    public static final int BRUTE_FORCE = 18;
    public static final int BAD_WEB_BOT = 19;
    public static final int WEB_APP_ATTACK = 21;

    private static final Map<Integer, String> NAMES = new TreeMap<>(Map.ofEntries(
            Map.entry(1, "DNS Compromise"),
            Map.entry(2, "DNS Poisoning"),
            Map.entry(3, "Fraud Orders"),
            Map.entry(4, "DDoS Attack"),
            Map.entry(5, "FTP Brute-Force"),
            Map.entry(6, "Ping of Death"),
            Map.entry(7, "Phishing"),
            Map.entry(8, "Fraud VoIP"),
            Map.entry(9, "Open Proxy"),
            Map.entry(10, "Web Spam"),
            Map.entry(11, "Email Spam"),
            Map.entry(12, "Blog Spam"),
            Map.entry(13, "VPN IP"),
            Map.entry(14, "Port Scan"),
            Map.entry(HACKING, "Hacking"),
            Map.entry(SQL_INJECTION, "SQL Injection"),
            Map.entry(17, "Spoofing"),
            Map.entry(BRUTE_FORCE, "Brute-Force"),
            Map.entry(BAD_WEB_BOT, "Bad Web Bot"),
            Map.entry(20, "Exploited Host"),
            Map.entry(WEB_APP_ATTACK, "Web App Attack"),
            Map.entry(22, "SSH"),
            Map.entry(23, "IoT Targeted")));

    private ReportCategories() {}

    /** Number and name of each. */
    public static Map<Integer, String> names() {
        return java.util.Collections.unmodifiableMap(NAMES);
    }

    /** The categories of a source; empty for a class that is not reported. */
    public static SortedSet<Integer> of(SourceClass sourceClass, Collection<String> ruleIds) {
        SortedSet<Integer> categories = new TreeSet<>();
        switch (sourceClass) {
            case ATTACK -> {
                categories.add(WEB_APP_ATTACK);
                boolean sql = ruleIds.stream().anyMatch(id -> id.length() == 6 && id.startsWith("942"));
                categories.add(sql ? SQL_INJECTION : HACKING);
            }
            case SCANNER -> categories.add(WEB_APP_ATTACK);
            case BAD_BOT -> categories.add(BAD_WEB_BOT);
            case BRUTE_FORCE -> {
                categories.add(BRUTE_FORCE);
                categories.add(WEB_APP_ATTACK);
            }
            case GOOD_BOT, FALSE_POSITIVE, UNCLASSIFIED -> {}
        }
        return categories;
    }

    /** Whether a set may be reported: known numbers, and not one that says nothing alone (VPN IP, SSH). */
    static boolean mayBeReported(SortedSet<Integer> categories) {
        return !categories.isEmpty()
                && categories.size() <= 30
                && NAMES.keySet().containsAll(categories)
                && !categories.equals(new TreeSet<>(java.util.List.of(13)))
                && !categories.equals(new TreeSet<>(java.util.List.of(22)));
    }
}
