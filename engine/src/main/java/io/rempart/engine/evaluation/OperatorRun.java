package io.rempart.engine.evaluation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.injection.SqliDetector;
import io.rempart.engine.operator.Operator;
import io.rempart.engine.operator.OperatorContext;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.TransactionState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operator that runs, and what it tells. One for a transaction, used again for each value. For one thread. */
final class OperatorRun implements OperatorContext {
    private static final ByteSlice REGEX_LIMIT = ByteSlice.latin1("MSC_PCRE_LIMITS_EXCEEDED");
    private static final ByteSlice ONE = ByteSlice.latin1("1");

    private final TransactionState state;
    private final boolean explained;
    private final @Nullable ByteSlice[] groups = new ByteSlice[10];
    private int groupsSet;
    private @Nullable Rule tested;
    private boolean capturing;
    private boolean negated;
    private boolean locating;
    private final StringBuilder matchPlaces = new StringBuilder();
    private int matchOffset;
    private int matchLength;
    private String detail = "";
    private @Nullable Map<ByteSlice, Macro> macros;
    private @Nullable SqliDetector sqliDetector;

    /** For a transaction; when it is explained, operators always tell where they matched. */
    OperatorRun(TransactionState state, boolean explained) {
        this.state = state;
        this.explained = explained;
    }

    boolean test(Rule rule, Operator operator, ByteSlice value) {
        tested = rule;
        capturing = rule.capture && !rule.negated;
        negated = rule.negated;
        locating = !negated && (rule.log || explained || state.debug().logs(4));
        matchOffset = -1;
        matchLength = 0;
        matchPlaces.setLength(0);
        detail = "";
        if (groupsSet > 0) {
            Arrays.fill(groups, 0, groupsSet, null);
            groupsSet = 0;
        }
        return operator.matches(value, this);
    }

    /** After a match: TX:0 to TX:9 become the operator's groups, when the rule captures. */
    void applyCaptures(Rule rule) {
        if (!rule.capture || negated || groupsSet == 0) {
            return;
        }
        for (int i = 0; i < groupsSet; i++) {
            state.tx().putGroup(i, groups[i]);
        }
        if (state.debug().logs(7)) {
            String name = DebugLines.operatorName(rule);
            if (name.startsWith("Rx")) {
                for (int i = 0; i < groupsSet; i++) {
                    state.debug().log(7, "Added regex subexpression TX.", i, ": ", groups[i]);
                }
            } else {
                state.debug().log(7, "Added ", name.startsWith("Pm") ? "pm" : name, " match TX.0: ", groups[0]);
            }
        }
        state.tx().clearGroups(groupsSet);
    }

    /** Where the match begins in the value, -1 when the operator did not say. */
    int matchOffset() {
        return matchOffset;
    }

    int matchLength() {
        return matchLength;
    }

    /** Where the match and its groups lie in the value, in ModSecurity 3's notation ({@code o0,3}); empty when the operator did not say. */
    CharSequence matchPlaces() {
        return matchPlaces;
    }

    /** What the operator says of the match, empty when nothing. */
    String detail() {
        return detail;
    }

    @Override
    public SqliDetector sqliDetector() {
        SqliDetector detector = sqliDetector;
        if (detector == null) {
            detector = new SqliDetector();
            sqliDetector = detector;
        }
        return detector;
    }

    @Override
    public boolean capturing() {
        return capturing;
    }

    @Override
    public boolean locating() {
        return locating;
    }

    @Override
    public boolean locatingGroups() {
        return locating && state.settings().compatibility == Compatibility.V3;
    }

    @Override
    public void capture(int index, ByteSlice value) {
        if (index >= 0 && index < groups.length) {
            groups[index] = value;
            groupsSet = Math.max(groupsSet, index + 1);
        }
    }

    @Override
    public void set(String collection, String key, ByteSlice value) {
        switch (collection) {
            case "GEO" -> state.geo(ByteSlice.latin1(key), value);
            case "ARGS_PATH" -> state.pathArgument(ByteSlice.latin1(key), value);
            default -> state.debug().log(1, "No operator may write to ", collection, ".");
        }
    }

    @Override
    public void regexLimitExceeded() {
        state.regexLimitExceeded = true;
        state.ruleFailed = true;
        state.tx().put(REGEX_LIMIT, ONE);
        if (tested != null && state.settings().compatibility == Compatibility.V2) {
            state.notice(
                    3,
                    "Rule " + Integer.toHexString(tested.index) + " [id \"" + (tested.id == 0 ? "-" : tested.id)
                            + "\"][file \"" + tested.file + "\"][line \"" + tested.line
                            + "\"] - Execution error - PCRE limits exceeded (-8): (null).");
        } else {
            state.debug().log(3, "rx: regex error 'MATCH_LIMIT' for pattern");
        }
    }

    @Override
    public void matched(int offset, int length) {
        if (matchOffset < 0) {
            matchOffset = offset;
            matchLength = length;
        }
        if (locating) {
            matchPlaces.append('o').append(offset).append(',').append(length);
        }
    }

    @Override
    public ByteSlice document(ByteSlice value) {
        var content = state.content();
        var xml = content == null ? null : content.xml();
        return xml == null ? ByteSlice.EMPTY : xml.source();
    }

    @Override
    public void debug(int level, String line) {
        if (level <= 3) {
            state.notice(level, line);
        } else {
            state.debug().log(level, line);
        }
    }

    @Override
    public void describe(String text) {
        detail = text;
    }

    @Override
    public ByteSlice expand(ByteSlice argument) {
        if (macros == null) {
            macros = new HashMap<>();
        }
        return macros.computeIfAbsent(argument, text -> Macro.compile(text.toString(), state.settings()))
                .expand(state);
    }
}
