package io.rempart.engine.transformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class TransformationsFuzzTest {
    private static final String TELLING =
            "%%%uU+0123456789aAfFxXgz&#;lt amp\\\\\\nbru'\"\0\t\n\r\u000b  //..**--<!>#=[](),^~|\u00a0\u00c2\u00c3\u00e2\u0080\u00f0\u00ff";
    private static final int ROUNDS = 4_000;

    private static List<Transformation> all() {
        List<Transformation> all = new ArrayList<>();
        for (Compatibility compatibility : Compatibility.values()) {
            for (Transformations.Description one : Transformations.all()) {
                all.add(Transformations.byName(one.name(), compatibility).orElseThrow());
            }
        }
        all.add(new UrlDecodeUni(UnicodeMapping.CODE_PAGE_20127));
        return all;
    }

    /** A value in the middle of an array whose other bytes would matter, were they looked at. */
    private static ByteSlice random(Random random, String alphabet) {
        int length = random.nextInt(24);
        byte[] array = new byte[length + 16];
        for (int i = 0; i < array.length; i++) {
            array[i] = (byte)
                    (random.nextInt(8) == 0 ? random.nextInt(256) : alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return ByteSlice.of(array, 8, length);
    }

    @Test
    void tellsByIdentityExactlyWhetherTheValueChanged() {
        Random random = new Random(42);
        for (Transformation transformation : all()) {
            for (int round = 0; round < ROUNDS; round++) {
                ByteSlice value = random(random, TELLING);
                byte[] before = value.array().clone();
                ByteSlice result = transformation.apply(value);
                if (result == value == !result.equals(value)) {
                    Assertions.fail("t:" + transformation.name() + " of [" + value + "] gives [" + result + "]");
                }
                if (!Arrays.equals(before, value.array())) {
                    Assertions.fail("t:" + transformation.name() + " wrote into [" + value + "]");
                }
            }
        }
    }

    @Test
    void looksAtNoByteBesideTheValue() {
        Random random = new Random(43);
        for (Transformation transformation : all()) {
            for (int round = 0; round < ROUNDS; round++) {
                ByteSlice value = random(random, TELLING);
                ByteSlice alone = ByteSlice.of(value.toArray());
                if (!transformation.apply(value).equals(transformation.apply(alone))) {
                    Assertions.fail("t:" + transformation.name() + " of [" + value + "] depends on what is beside it");
                }
            }
        }
    }

    @Test
    void leavesValuesWithoutTriggersAlone() {
        Random random = new Random(44);
        for (Transformation transformation : all()) {
            ByteSet triggers = transformation.triggers();
            StringBuilder harmless = new StringBuilder();
            for (int b = 0; b < 256; b++) {
                if (!triggers.contains(b)) {
                    harmless.append((char) b);
                }
            }
            assertThat(transformation.apply(ByteSlice.EMPTY) != ByteSlice.EMPTY)
                    .as("t:" + transformation.name() + " of the empty value")
                    .isEqualTo(transformation.changesEmpty());
            for (int round = 0; round < ROUNDS && harmless.length() > 0; round++) {
                byte[] bytes = new byte[1 + random.nextInt(12)];
                for (int i = 0; i < bytes.length; i++) {
                    char telling = TELLING.charAt(random.nextInt(TELLING.length()));
                    bytes[i] = (byte)
                            (triggers.contains(telling) ? harmless.charAt(random.nextInt(harmless.length())) : telling);
                }
                ByteSlice value = ByteSlice.of(bytes);
                if (transformation.apply(value) != value) {
                    Assertions.fail("t:" + transformation.name() + " changes [" + value + "], which has no trigger");
                }
            }
        }
    }

    @Test
    void everyTriggerCanMatter() {
        Random random = new Random(45);
        for (Transformation transformation : all()) {
            ByteSet unproven = transformation.triggers();
            for (int round = 0; round < 2_000_000 && unproven.size() > 0; round++) {
                // a trigger matters when a value that has only this one of them changes
                int trigger = any(unproven, random);
                byte[] bytes = new byte[1 + random.nextInt(7)];
                for (int i = 0; i < bytes.length; i++) {
                    int b = TELLING.charAt(random.nextInt(TELLING.length()));
                    bytes[i] = (byte) (transformation.triggers().contains(b) ? trigger : b);
                }
                ByteSlice value = ByteSlice.of(bytes);
                if (transformation.apply(value) != value) {
                    unproven = minus(unproven, trigger);
                }
            }
            assertThat(unproven.size())
                    .as("triggers of t:" + transformation.name() + " that change nothing alone")
                    .isZero();
        }
    }

    private static int any(ByteSet set, Random random) {
        int b = random.nextInt(256);
        while (!set.contains(b)) {
            b = (b + 1) & 0xFF;
        }
        return b;
    }

    private static ByteSet minus(ByteSet set, int b) {
        return set.complement().plus(b).complement();
    }

    @Test
    void staysLinearOnHostileValues() {
        List<String> patterns = List.of(
                "\\",
                "%",
                "&#",
                "&#0",
                "/*",
                "*/",
                "<!--",
                "-->",
                "/..",
                "a/../",
                "../",
                "[",
                "[ ]",
                " ",
                "\0",
                "\u00c3",
                "\u00f0\u0090",
                "0x",
                "0x4",
                "\\u00",
                "\\0",
                "a",
                "=",
                ".",
                "&lt",
                "+",
                "A",
                "\u00a0",
                "/",
                "\\../");
        for (Transformation transformation : all()) {
            for (String pattern : patterns) {
                ByteSlice value = ByteSlice.latin1(pattern.repeat(200_000 / pattern.length()));
                Assertions.assertTimeout(
                        Duration.ofSeconds(2),
                        () -> transformation.apply(value),
                        "t:" + transformation.name() + " of 200 kB of " + pattern);
            }
        }
    }
}
