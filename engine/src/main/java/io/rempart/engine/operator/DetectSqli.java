package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.injection.SqliDetector;
import io.rempart.engine.literal.Requirement;

/**
 * Description: Looks for SQL injection, by the method of libinjection.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: true when there is some. With {@code capture} TX:0 is the fingerprint.
 *
 * <p>Example: {@code SecRule ARGS "@detectSQLi" "id:1,capture"}
 */
public final class DetectSqli implements Operator {
    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        String fingerprint = context.sqliDetector().fingerprint(value);
        if (fingerprint == null) {
            return false;
        }
        context.matched(0, value.length());
        if (context.capturing()) {
            context.capture(0, ByteSlice.latin1(fingerprint));
        }
        return true;
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "detected SQLi using libinjection with fingerprint '" + SqliDetector.detect(value) + "'";
    }

    @Override
    public Requirement requirement() {
        return Requirement.anyByte(SqliDetector.NEEDED);
    }

    @Override
    public String name() {
        return "detectSQLi";
    }
}
