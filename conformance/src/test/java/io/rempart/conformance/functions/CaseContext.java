package io.rempart.conformance.functions;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.operator.OperatorContext;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an operator captures; macros stay as they are. */
public final class CaseContext implements OperatorContext {
    private final List<ByteSlice> captured = new ArrayList<>();

    List<ByteSlice> captured() {
        return captured;
    }

    @Override
    public boolean capturing() {
        return true;
    }

    @Override
    public void capture(int index, ByteSlice value) {
        captured.add(value);
    }

    @Override
    public void matched(int offset, int length) {}

    @Override
    public void describe(String detail) {}

    @Override
    public ByteSlice expand(ByteSlice argument) {
        return argument;
    }
}
