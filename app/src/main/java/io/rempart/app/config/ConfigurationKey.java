package io.rempart.app.config;

import java.util.Locale;

/**
 * One key of the configuration. The flag ({@code --console-port}) and the environment variable ({@code
 * REMPART_CONSOLE_PORT}) are the same words as the key ({@code console.port}). This list is the reference: help (texts: {@code option.KEY} in
 * messages.properties), checks and docs/reference/configuration.md are made from it.
 */
public enum ConfigurationKey {
    DATA("data", Kind.PATH, ""),
    DB("db", Kind.TEXT, ""),
    DB_USER("db-user", Kind.TEXT, ""),
    DB_PASSWORD_FILE("db-password-file", Kind.PATH, ""),
    LOG_SOURCES("log-sources", Kind.LOG_SOURCES, ""),
    TIME_ZONE("time-zone", Kind.ZONE, ""),
    TRUSTED_PROXIES("trusted-proxies", Kind.ADDRESSES, ""),
    TLS_PORTS("tls-ports", Kind.NUMBERS, "443, 8443"),

    CONSOLE_HOST("console.host", Kind.TEXT, "127.0.0.1"),
    CONSOLE_PORT("console.port", Kind.NUMBER, "8350"),
    CONSOLE_LANGUAGE("console.language", Kind.TEXT, ""),
    CONSOLE_ALLOWED_HOSTS("console.allowed-hosts", Kind.TEXTS, ""),
    CONSOLE_TRUSTED_PROXIES("console.trusted-proxies", Kind.ADDRESSES, ""),
    CONSOLE_RULES_DIRECTORY("console.rules-directory", Kind.PATH, ""),
    CONSOLE_SECOND_FACTOR("console.second-factor", Kind.TEXT, "optional"),
    CONSOLE_TLS_CERTIFICATE("console.tls.certificate", Kind.PATH, ""),
    CONSOLE_TLS_KEY("console.tls.key", Kind.PATH, ""),
    CONSOLE_ALLOW_PLAIN_HTTP("console.allow-plain-http", Kind.TRUTH, "false"),
    CONSOLE_DEMO("console.demo", Kind.TRUTH, "false"),
    CONSOLE_METRICS_LOOPBACK_ONLY("console.metrics-loopback-only", Kind.TRUTH, "false"),
    CONSOLE_OIDC_ISSUER("console.oidc.issuer", Kind.TEXT, ""),
    CONSOLE_OIDC_CLIENT_ID("console.oidc.client-id", Kind.TEXT, ""),
    CONSOLE_OIDC_CLIENT_SECRET_FILE("console.oidc.client-secret-file", Kind.PATH, ""),
    CONSOLE_OIDC_NAME("console.oidc.name", Kind.TEXT, ""),
    CONSOLE_OIDC_SCOPES("console.oidc.scopes", Kind.TEXTS, "openid, profile, email"),
    CONSOLE_OIDC_ROLE_CLAIM("console.oidc.role-claim", Kind.TEXT, "groups"),
    CONSOLE_OIDC_ADMINS("console.oidc.admins", Kind.TEXTS, ""),
    CONSOLE_OIDC_ANALYSTS("console.oidc.analysts", Kind.TEXTS, ""),
    CONSOLE_OIDC_VIEWERS("console.oidc.viewers", Kind.TEXTS, ""),
    CONSOLE_OIDC_ALLOWED("console.oidc.allowed", Kind.TEXTS, ""),

    FOLLOW_POLL_INTERVAL("follow.poll-interval", Kind.DURATION, "250ms"),
    FOLLOW_IDLE_AFTER("follow.idle-after", Kind.DURATION, "60s"),
    FOLLOW_FREE_SPACE("follow.free-space", Kind.SIZE, "256MB"),
    FOLLOW_FIELD_LIMIT("follow.field-limit", Kind.SIZE, "64KB"),
    FOLLOW_RECORD_LIMIT("follow.record-limit", Kind.SIZE, "16MB"),

    RETENTION_MAX_AGE("retention.max-age", Kind.DURATION, ""),
    RETENTION_MAX_SIZE("retention.max-size", Kind.SIZE, ""),

    MASKING_ENABLED("masking.enabled", Kind.TRUTH, "true"),
    MASKING_NAMES("masking.names", Kind.TEXTS, ""),
    MASKING_EXCEPT("masking.except", Kind.TEXTS, ""),
    MASKING_CARDS("masking.card-numbers", Kind.TRUTH, "true"),

    CLASSIFICATION_RULES("classification.rules", Kind.PATH, ""),
    CLASSIFICATION_VERIFY_CRAWLERS("classification.verify-crawlers", Kind.TRUTH, "false"),

    GEOIP_CITY("geoip.city", Kind.PATH, ""),
    GEOIP_ASN("geoip.asn", Kind.PATH, ""),

    RESPONSE_FIREWALL("response.firewall", Kind.TRUTH, "true"),
    RESPONSE_ALLOW_LIST("response.allow-list", Kind.TEXTS, ""),
    RESPONSE_CDN_RANGES("response.cdn-ranges", Kind.ADDRESSES, ""),
    RESPONSE_BLOCK_FOR("response.block-for", Kind.DURATION, "4h"),
    RESPONSE_ESCALATION("response.escalation", Kind.NUMBERS, "1, 6, 42, 180"),
    RESPONSE_ESCALATION_MEMORY("response.escalation-memory", Kind.DURATION, "180d"),
    RESPONSE_LOOK_BACK("response.look-back", Kind.DURATION, "7d"),
    RESPONSE_POLICIES("response.policies", Kind.PATH, ""),

    ABUSEIPDB_KEY_FILE("abuseipdb.key-file", Kind.PATH, ""),
    ABUSEIPDB_PLAN("abuseipdb.plan", Kind.TEXT, "standard"),
    ABUSEIPDB_OWN_NAMES("abuseipdb.own-names", Kind.TEXTS, ""),
    ABUSEIPDB_AUTOMATIC("abuseipdb.automatic", Kind.TEXT, "off"),
    ABUSEIPDB_MINIMUM_EVENTS("abuseipdb.minimum-events", Kind.NUMBER, "5"),
    ABUSEIPDB_KEEP("abuseipdb.keep-answers", Kind.DURATION, "1d"),
    ABUSEIPDB_URL("abuseipdb.url", Kind.TEXT, "https://api.abuseipdb.com/api/v2/"),

    FEEDS("feeds", Kind.FEEDS, ""),

    NOTIFY_FILE("notify.file", Kind.PATH, ""),
    NOTIFY_BAN_LOG("notify.ban-log", Kind.PATH, ""),
    NOTIFY_BAN_LOG_CLASSES("notify.ban-log-classes", Kind.TEXTS, "attack, scanner, bad-bot, brute-force"),

    BLOCKER_DRIVER("blocker.driver", Kind.TEXT, "nftables"),
    BLOCKER_SOCKET("blocker.socket", Kind.PATH, "/run/rempart/blocker.sock"),
    BLOCKER_STATE("blocker.state", Kind.PATH, "/var/lib/rempart-blocker"),
    BLOCKER_USERS("blocker.users", Kind.TEXTS, "rempart"),
    BLOCKER_LOOK_INTERVAL("blocker.look-interval", Kind.DURATION, "50s");

    /** What the value of a key looks like. */
    public enum Kind {
        TEXT,
        TEXTS,
        NUMBER,
        NUMBERS,
        TRUTH,
        PATH,
        DURATION,
        SIZE,
        ZONE,
        ADDRESSES,
        LOG_SOURCES,
        FEEDS
    }

    private final String key;
    private final Kind kind;
    private final String defaultText;

    ConfigurationKey(String key, Kind kind, String defaultText) {
        this.key = key;
        this.kind = kind;
        this.defaultText = defaultText;
    }

    /** The key in the YAML file, with dots between the levels. */
    public String key() {
        return key;
    }

    public Kind kind() {
        return kind;
    }

    /** The default as it would be written in the file; empty where there is none. */
    public String defaultText() {
        return defaultText;
    }

    /** The command-line flag: {@code --console-port}. */
    public String flag() {
        return "--" + key.replace('.', '-');
    }

    /** The environment variable: {@code REMPART_CONSOLE_PORT}. */
    public String environmentVariable() {
        return "REMPART_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
