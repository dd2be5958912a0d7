package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;
import io.rempart.engine.regex.Outcome;
import io.rempart.engine.regex.RegexFlag;
import io.rempart.engine.regex.RegexPattern;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Description: Takes a path apart by a template and fills the collection ARGS_PATH (an extension of Coraza).
 *
 * <p>Arguments: a regular expression in which {@code {name}} stands for a segment of the path.
 *
 * <p>Returns: true when the template matches.
 *
 * <p>Example: {@code SecRule REQUEST_FILENAME "@restpath /users/{id}/{action}" "id:1"}
 */
public final class RestPath implements Operator {
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final String template;
    private final RegexPattern pattern;
    private final int stepLimit;

    RestPath(ByteSlice argument, OperatorEnvironment environment) {
        template = argument.toString();
        Matcher places = PLACE.matcher(template);
        pattern =
                RegexPattern.compile(places.replaceAll("(?P<$1>[^?/]+)"), RegexFlag.DOT_ALL, RegexFlag.DOLLAR_END_ONLY);
        stepLimit = environment.regexMatchLimit();
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        int[] positions = new int[2 * (pattern.groupCount() + 1)];
        Outcome outcome = pattern.match(value, 0, positions, stepLimit);
        if (outcome == Outcome.LIMIT_EXCEEDED) {
            Patterns.limitExceeded(context);
        }
        if (outcome != Outcome.MATCH) {
            return false;
        }
        context.matched(positions[0], positions[1] - positions[0]);
        pattern.groupNames().forEach((name, group) -> {
            if (positions[2 * group] >= 0) {
                context.set("ARGS_PATH", name, value.slice(positions[2 * group], positions[2 * group + 1]));
            }
        });
        return true;
    }

    @Override
    public Requirement requirement() {
        return new Requirement(pattern.required().clauses(), false);
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "Path match \"" + LogText.escape(ByteSlice.latin1(template)) + "\" at " + target + ".";
    }

    @Override
    public String name() {
        return "restpath";
    }
}
