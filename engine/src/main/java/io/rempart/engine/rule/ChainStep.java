package io.rempart.engine.rule;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.transformation.Transformation;

/**
 * A transformation as it occurs in the chains of a rule set. Immutable.
 *
 * @param number its number in the rule set
 * @param triggers the bytes of which one must occur for it to change a value
 * @param always whether it must be applied to every value
 * @param introduces the bytes that its result may have and the value before had not
 * @param changesCaseOnly whether it is {@code lowercase} or {@code uppercase}
 * @param lowers whether it is {@code lowercase}
 */
public record ChainStep(
        int number,
        Transformation transformation,
        ByteSet triggers,
        boolean always,
        ByteSet introduces,
        boolean changesCaseOnly,
        boolean lowers) {
    static ChainStep of(int number, Transformation transformation) {
        ByteSet triggers = transformation.triggers();
        boolean lowers = transformation.name().equals("lowercase");
        return new ChainStep(
                number,
                transformation,
                triggers,
                triggers.equals(ByteSet.ALL),
                transformation.introduces(),
                lowers || transformation.name().equals("uppercase"),
                lowers);
    }
}
