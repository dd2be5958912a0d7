package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Remembers what an operator tells; expands {@code %{name}} from a map. */
final class TestContext implements OperatorContext {
    final Map<Integer, String> groups = new TreeMap<>();
    final Map<String, String> variables = new TreeMap<>();
    final Map<String, String> macros = new HashMap<>();
    final List<String> debug = new ArrayList<>();
    String description = "";
    int offset = -1;
    int length = -1;
    boolean capturing = true;
    boolean limitExceeded;

    TestContext with(String macro, String value) {
        macros.put(macro, value);
        return this;
    }

    @Override
    public boolean capturing() {
        return capturing;
    }

    @Override
    public void capture(int index, ByteSlice value) {
        if (index == 0) {
            groups.clear();
        }
        groups.put(index, value.toString());
    }

    @Override
    public void matched(int offset, int length) {
        this.offset = offset;
        this.length = length;
    }

    @Override
    public void debug(int level, String line) {
        debug.add(line);
    }

    @Override
    public void describe(String detail) {
        description = detail;
    }

    @Override
    public ByteSlice expand(ByteSlice argument) {
        String text = argument.toString();
        for (Map.Entry<String, String> macro : macros.entrySet()) {
            text = text.replace("%{" + macro.getKey() + "}", macro.getValue());
        }
        return ByteSlice.latin1(text);
    }

    @Override
    public void set(String collection, String key, ByteSlice value) {
        variables.put(collection + ":" + key, value.toString());
    }

    @Override
    public void regexLimitExceeded() {
        limitExceeded = true;
    }
}
