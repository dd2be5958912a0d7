package io.rempart.engine.seclang;

import io.rempart.engine.rule.Disruption;
import java.util.List;

/**
 * What SecDefaultAction says for a phase.
 *
 * @param actions the actions that each rule of the phase starts with, without the disruptive one
 * @param all all of them, as they are written
 * @param disruption what {@code block} means
 */
record DefaultActions(List<ActionText> actions, List<ActionText> all, Disruption disruption) {}
