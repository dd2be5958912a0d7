package io.rempart.response.report;

import java.util.Locale;
import java.util.Optional;

/**
 * What a subscription of AbuseIPDB allows in a day (documentation of API v2, "Daily Rate Limits"), and the widest network it
 * lets one ask about.
 */
public enum Plan {
    STANDARD(1_000, 1_000, 5, 5, 100, 5, 24),
    WEBMASTER(3_000, 1_000, 10, 10, 250, 10, 24),
    SUPPORTER(5_000, 1_000, 20, 20, 500, 20, 24),
    BASIC(10_000, 10_000, 100, 100, 1_000, 100, 20),
    PREMIUM(50_000, 50_000, 500, 500, 5_000, 500, 16);

    private final int checks;
    private final int reports;
    private final int bulkReports;
    private final int blacklists;
    private final int blockChecks;
    private final int clears;
    private final int widestPrefix;

    Plan(int checks, int reports, int bulkReports, int blacklists, int blockChecks, int clears, int widestPrefix) {
        this.checks = checks;
        this.reports = reports;
        this.bulkReports = bulkReports;
        this.blacklists = blacklists;
        this.blockChecks = blockChecks;
        this.clears = clears;
        this.widestPrefix = widestPrefix;
    }

    int daily(Endpoint endpoint) {
        return switch (endpoint) {
            case CHECK -> checks;
            case REPORT -> reports;
            case BULK_REPORT -> bulkReports;
            case BLACKLIST -> blacklists;
            case CHECK_BLOCK -> blockChecks;
            case CLEAR_ADDRESS -> clears;
        };
    }

    /** The prefix length of the widest IPv4 network that may be asked about. */
    public int widestPrefix() {
        return widestPrefix;
    }

    /** The name as users write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The plan of a name such as {@code webmaster}; empty when there is none. */
    public static Optional<Plan> ofKey(String key) {
        for (Plan plan : values()) {
            if (plan.key().equals(key)) {
                return Optional.of(plan);
            }
        }
        return Optional.empty();
    }
}
