package io.rempart.events.query;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A field of the search language, with what help pages need of it. The names are saved in searches and links: never rename
 * one.
 */
public enum QueryField {
    CLASS("class", "class:scanner,bad-bot", "classe"),
    IP("ip", "ip:203.0.113.0/24", "client", "source", "address", "adresse"),
    PEER("peer", "peer:10.0.0.1", "pair"),
    RULE("rule", "rule:942100", "regle"),
    TAG("tag", "tag:attack-sqli", "etiquette"),
    SEVERITY("severity", "severity:>=error", "severite", "gravite"),
    STATUS("status", "status:5xx", "statut"),
    SCORE("score", "score:>=5"),
    HOST("host", "host:shop.example.org", "hote", "site"),
    PORT("port", "port:443"),
    METHOD("method", "method:POST", "methode"),
    PATH("path", "path:/wp-login*", "chemin"),
    URI("uri", "uri:*select*", "url"),
    USER_AGENT("ua", "ua:*curl*", "agent", "user-agent", "navigateur"),
    COUNTRY("country", "country:FR,DE", "pays"),
    ASN("asn", "asn:64496", "as"),
    SINCE("since", "since:2h", "depuis"),
    UNTIL("until", "until:2026-11-22", "jusque", "jusqua"),
    TIME("time", "time:2026-11-22T09:30..10:00", "heure", "date", "quand"),
    IS("is", "is:blocked", "est"),
    TLS("tls", "tls:yes", "https"),
    FORMAT("format", "format:suricata-eve"),
    LOG("log", "log:apache", "journal", "log-source"),
    EVIDENCE("evidence", "evidence:path-*", "preuve", "indice"),
    TRANSACTION("transaction", "transaction:awK2oXjY5r0bqmyptZMXhAAAAEA", "tx", "unique-id"),
    ID("id", "id:1234", "event", "evenement");

    private final String key;
    private final String example;
    private final List<String> aliases;

    QueryField(String key, String example, String... aliases) {
        this.key = key;
        this.example = example;
        this.aliases = List.of(aliases);
    }

    /** The name in searches: {@code user-agent} is {@code ua}. */
    public String key() {
        return key;
    }

    /** A term as it is written. */
    public String example() {
        return example;
    }

    /** Other names, without accents. */
    public List<String> aliases() {
        return aliases;
    }

    /** Key of the description in the texts of help pages: {@code query.field.ua}. */
    public String descriptionKey() {
        return "query.field." + key;
    }

    /** The field of a name, with or without accents, in any case. */
    public static Optional<QueryField> ofName(String name) {
        String plain = plain(name);
        for (QueryField field : values()) {
            if (field.key.equals(plain) || field.aliases.contains(plain)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** The name most like an unknown one; empty when none is like it. */
    public static Optional<String> nearest(String name) {
        String plain = plain(name);
        return Nearest.of(
                plain,
                java.util.Arrays.stream(values())
                        .flatMap(field -> java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(field.key), field.aliases.stream()))
                        .toList());
    }

    /** Lower case, without accents: {@code Règle} is {@code regle}. */
    static String plain(String text) {
        String decomposed = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); i++) {
            char c = decomposed.charAt(i);
            if (Character.getType(c) != Character.NON_SPACING_MARK && c != '\'' && c != '\u2019') {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
