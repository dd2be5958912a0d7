package io.rempart.events.model;

/** ModSecurity's eight severities (those of syslog), most severe first; the ordinal is the number in the logs. */
public enum Severity {
    EMERGENCY,
    ALERT,
    CRITICAL,
    ERROR,
    WARNING,
    NOTICE,
    INFO,
    DEBUG
}
