package io.rempart.conformance.oracle;

import java.util.SortedMap;

/**
 * What an engine says of an exchange. Immutable.
 *
 * @param status the status it denies with, 0 when it does not
 * @param rules the ids of the rules that it logged, each with what the engine says of the match
 * @param scores the anomaly scores at the end, as the last rule of {@link OracleRules} logs them
 * @param micros the processor time it took
 */
record Answer(int status, SortedMap<Long, String> rules, String scores, long micros) {}
