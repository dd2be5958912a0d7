package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class OperatorsFuzzTest {
    private static final String[][] MADE = {
        {"beginsWith", "ab"},
        {"contains", "1b"},
        {"contains", "11"},
        {"containsWord", "a"},
        {"endsWith", "ba"},
        {"streq", "ab"},
        {"strmatch", "1/"},
        {"within", "ab1./'<a"},
        {"eq", "1"},
        {"ge", "1"},
        {"gt", "1"},
        {"le", "1"},
        {"lt", "1"},
        {"ipMatch", "1.1.1.0/24,1::/16"},
        {"noMatch", ""},
        {"pm", "aB 1/ <"},
        {"rx", "(a|B)1+"},
        {"rxGlobal", "(a)?1"},
        {"unconditionalMatch", ""},
        {"validateByteRange", "0-200"},
        {"validateUrlEncoding", ""},
        {"validateUtf8Encoding", ""},
        {"verifyCC", "[0-9]+"},
        {"verifySSN", "[0-9]{9}"},
        {"verifyCPF", "[0-9.]{11,}"},
        {"verifySVNR", "[0-9]{10}"},
        {"detectSQLi", ""},
        {"detectXSS", ""},
        {"geoLookup", ""},
        {"rbl", "example.org"},
        {"restpath", "/{a}/{b}"},
        {"validateNid", "us [0-9]{9}"},
        {"validateNid", "cl [0-9k]+"},
        {"fuzzyHash", "digests 1"}
    };
    private static final String TELLING = "aAbB1110.:/%<>'\"=- \0\n\u00c3\u00a9\u00e2\u0082\u00ff";

    private static List<Operator> all() throws IOException {
        List<Operator> all = new ArrayList<>();
        for (Compatibility compatibility : Compatibility.values()) {
            for (String[] made : MADE) {
                TestEnvironment environment = new TestEnvironment()
                        .of(compatibility)
                        .file("digests", "3:AXGBicFlgVNhBGcL6wCrFQEv:AXGHsNhxLsr2C,\"x\"");
                all.add(Operators.create(made[0], ByteSlice.latin1(made[1]), environment));
            }
        }
        return all;
    }

    private static ByteSlice random(Random random) {
        byte[] array = new byte[random.nextInt(14) + 8];
        for (int i = 0; i < array.length; i++) {
            array[i] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
        }
        return ByteSlice.of(array, 4, array.length - 8);
    }

    @Test
    void meetsItsOwnRequirementWheneverItMatches() throws IOException {
        Random random = new Random(7);
        for (Operator operator : all()) {
            for (int round = 0; round < 1_500; round++) {
                ByteSlice value = random(random);
                TestContext context = new TestContext();
                boolean matches = operator.matches(value, context);
                boolean admitted = admits(operator.requirement(), value);
                String what = "@" + operator.name() + " on [" + value + "]";
                if (matches && !admitted) {
                    Assertions.fail(what + " matches against its requirement " + operator.requirement());
                }
                if (operator.requirement().exact() && matches != admitted) {
                    Assertions.fail(what + " calls its requirement exact, but differs");
                }
                if (matches) {
                    operator.message(value, "ARGS", context);
                    boolean inside = context.offset == -1
                            || context.offset >= 0 && context.offset + context.length <= value.length();
                    Assertions.assertTrue(inside, what + " matches outside the value");
                }
                ByteSlice alone = ByteSlice.of(value.toArray());
                Assertions.assertEquals(
                        matches,
                        operator.matches(alone, new TestContext()),
                        () -> what + " depends on what is beside it");
            }
        }
    }

    private static boolean admits(Requirement requirement, ByteSlice value) {
        String text = value.toString().toLowerCase(Locale.ROOT);
        return requirement.clauses().stream()
                .allMatch(clause -> clause.stream()
                        .anyMatch(literal -> text.contains(literal.toString().toLowerCase(Locale.ROOT))));
    }

    @Test
    void staysLinearOnHostileValues() throws IOException {
        List<String> patterns =
                List.of("1", "a", "ab", "1.", ":", "%", "<", "'", "/", "a1", "\u00c3", "<!--", "0", "11 ");
        for (Operator operator : all()) {
            for (String pattern : patterns) {
                ByteSlice value = ByteSlice.latin1(pattern.repeat(50_000 / pattern.length()));
                Assertions.assertTimeout(
                        Duration.ofSeconds(5),
                        () -> operator.matches(value, new TestContext()),
                        "@" + operator.name() + " on 50 kB of " + pattern);
            }
        }
    }
}
