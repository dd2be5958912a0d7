package io.rempart.events.store;

/** A value, and how many events have it. */
public record Counted(String value, long events) {}
