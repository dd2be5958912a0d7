package io.rempart.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FuzzyDigestTest {
    private static final ByteSlice TEXT =
            ByteSlice.latin1("Also called fuzzy hashes, Ctph can match inputs that have homologies.");
    private static final ByteSlice OTHER =
            ByteSlice.latin1("Also called fuzzy hashes, CTPH can match inputs that have homologies.");

    @Test
    void givesThePublishedDigestAndScore() {
        assertThat(FuzzyDigest.of(TEXT)).hasToString("3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C");
        assertThat(FuzzyDigest.of(OTHER)).hasToString("3:AXGBicFlIHBGcL6wCrFQEv:AXGH6xLsr2C");
        assertThat(FuzzyDigest.of(TEXT).similarity(FuzzyDigest.of(OTHER))).isEqualTo(22);
    }

    @Test
    void findsAnAlteredCopyAndNothingElse() {
        Random random = new Random(5);
        byte[] bytes = new byte[20_000];
        random.nextBytes(bytes);
        FuzzyDigest digest = FuzzyDigest.of(ByteSlice.of(bytes));
        byte[] altered = bytes.clone();
        altered[10_000] ^= 1;
        random.nextBytes(bytes);
        assertThat(digest.similarity(digest)).isEqualTo(100);
        assertThat(digest.similarity(FuzzyDigest.of(ByteSlice.of(altered)))).isGreaterThan(90);
        assertThat(digest.similarity(FuzzyDigest.of(ByteSlice.of(bytes)))).isZero();
        assertThat(FuzzyDigest.of(ByteSlice.EMPTY)).hasToString("3::");
    }

    @Test
    void matchesFromTheThresholdOn() throws IOException {
        TestEnvironment environment = new TestEnvironment()
                .file(
                        "digests",
                        "ssdeep,1.1--blocksize:hash:hash,filename\n3:AXGBicFlIHBGcL6wCrFQEv:AXGH6xLsr2C,\"a.txt\"\n");
        TestContext context = new TestContext();
        Operator twentyTwo = Operators.create("fuzzyHash", ByteSlice.latin1("digests 22"), environment);
        assertThat(twentyTwo.matches(TEXT, context)).isTrue();
        assertThat(twentyTwo.message(TEXT, "REQUEST_BODY", context)).endsWith("Score: 22.");
        assertThat(Operators.create("fuzzyHash", ByteSlice.latin1("digests 23"), environment)
                        .matches(TEXT, context))
                .isFalse();
        assertThatThrownBy(() -> Operators.create("fuzzyHash", ByteSlice.latin1("digests"), environment))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
