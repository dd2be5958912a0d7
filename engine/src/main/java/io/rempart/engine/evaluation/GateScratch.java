package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Gate;

/** Room to work in at the gates, kept for a whole transaction. For one thread. */
final class GateScratch {
    private long[] words = new long[0];

    void find(Gate gate, ByteSlice value, ByteSet bytes, long[] out, int at) {
        if (words.length < gate.scratch()) {
            words = new long[gate.scratch()];
        }
        gate.candidates(value, bytes, words, out, at);
    }
}
