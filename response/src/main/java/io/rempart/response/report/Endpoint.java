package io.rempart.response.report;

import java.util.Locale;

/** The parts of AbuseIPDB's API, each with an allowance of its own. */
enum Endpoint {
    CHECK,
    CHECK_BLOCK,
    REPORT,
    BULK_REPORT,
    BLACKLIST,
    CLEAR_ADDRESS;

    /** As it stands in the URL. */
    String path() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
