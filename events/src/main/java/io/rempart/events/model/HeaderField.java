package io.rempart.events.model;

/** One header line; a name may occur more than once in a message. */
public record HeaderField(ByteText name, ByteText value) {}
