package io.rempart.events.model;

/** Who wrote a record, and in which form (docs/reference/audit-log-formats). The names are stored: never rename one. */
public enum AuditFormat {
    /** ModSecurity 2, {@code SecAuditLogFormat JSON}. */
    MODSECURITY2_JSON,
    /** ModSecurity 2, sections between {@code --xxxxxxxx-A--} boundaries. */
    MODSECURITY2_NATIVE,
    /** libmodsecurity 3, JSON. */
    MODSECURITY3_JSON,
    /** libmodsecurity 3, sections between {@code ---xxxxxxxx---A--} boundaries. */
    MODSECURITY3_NATIVE,
    /** Coraza, {@code json}. */
    CORAZA_JSON,
    /** Coraza, {@code jsonlegacy}. */
    CORAZA_LEGACY_JSON,
    /** Coraza, {@code native}. */
    CORAZA_NATIVE,
    /** Coraza, {@code ocsf} (OCSF 1.2.0, Web Resources Activity). */
    CORAZA_OCSF,
    /** Suricata, one line of {@code eve.json}. */
    SURICATA_EVE,
    /** Rempart's own form of an event, used where the writer's own record can't be kept as it was. */
    REMPART_JSON
}
