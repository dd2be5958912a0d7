package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.injection.XssDetector;
import io.rempart.engine.literal.Requirement;

/**
 * Description: Looks for cross-site scripting, by the method of libinjection.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: true when there is some. With {@code capture} TX:0 is the value.
 *
 * <p>Example: {@code SecRule ARGS "@detectXSS" "id:1,capture"}
 */
public final class DetectXss implements Operator {
    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        if (!XssDetector.detect(value)) {
            return false;
        }
        context.matched(0, value.length());
        if (context.capturing()) {
            context.capture(0, value);
        }
        return true;
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "detected XSS using libinjection.";
    }

    @Override
    public Requirement requirement() {
        return Requirement.anyByte(XssDetector.NEEDED);
    }

    @Override
    public String name() {
        return "detectXSS";
    }
}
