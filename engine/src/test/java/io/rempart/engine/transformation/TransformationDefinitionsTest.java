package io.rempart.engine.transformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteMask;
import io.rempart.engine.bytes.ByteSlice;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the transformations that are written for speed to definitions that are not, on text with something to act on here and there. */
class TransformationDefinitionsTest {
    private static final String PROSE =
            "The quick brown fox, isn't it; JUMPS over (all) the dogs. and/Then //back ./../ 1+1%20%u0027 &lt;b&#x3c;";
    private static final String TELLING = "%%uU+0aAfFxXg&#;&lt;&AMP;\\'\"^\0\t\n\r\u000b  //..(,;\u00a0\u00c3\u00ff";
    private static final Pattern CODE =
            Pattern.compile("\\+|%u(\\p{XDigit}{4})|%(\\p{XDigit}{2})", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTITY = Pattern.compile("&(?:#[xX](\\p{XDigit}+)|#([0-9]+)|([0-9A-Za-z]+));?");

    /** Prose, in a part of the runs with much else, in the middle of an array. */
    private static ByteSlice some(Random random) {
        int length = random.nextInt(120);
        int share = 1 + random.nextInt(40);
        int begin = random.nextInt(PROSE.length());
        byte[] array = new byte[length + 11];
        for (int i = 0; i < array.length; i++) {
            array[i] = (byte)
                    (random.nextInt(share) > 0
                            ? PROSE.charAt((begin + i) % PROSE.length())
                            : random.nextInt(9) == 0
                                    ? random.nextInt(256)
                                    : TELLING.charAt(random.nextInt(TELLING.length())));
        }
        return ByteSlice.of(array, 3, length);
    }

    private static void holds(Transformation transformation, UnaryOperator<String> definition) {
        Random random = new Random(7);
        int changed = 0;
        for (int run = 0; run < 50_000; run++) {
            ByteSlice value = some(random);
            String expected = definition.apply(value.toString());
            ByteSlice result = transformation.apply(value);
            if (!result.toString().equals(expected) || (result == value) != expected.equals(value.toString())) {
                assertThat(result.toString()).as("of [" + value + "]").isEqualTo(expected);
            }
            changed += result == value ? 0 : 1;
        }
        assertThat(changed).isBetween(5_000, 49_900);
    }

    private static String byteOf(int code) {
        return String.valueOf((char) (code & 0xFF));
    }

    private static String lower(String text) {
        StringBuilder lower = new StringBuilder();
        text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
        return lower.toString();
    }

    @Test
    void cmdLineRemovesThenReplacesThenJoinsThenTightens() {
        holds(
                new CmdLine(),
                text -> lower(text.replaceAll("[\"'\\\\^]", "")
                        .replaceAll("[ ,;\t\r\n]+", " ")
                        .replaceAll(" (?=[/(])", "")));
    }

    @Test
    void urlDecodeUniReplacesEachCode() {
        holds(
                new UrlDecodeUni(UnicodeMapping.NONE),
                text -> CODE.matcher(text).replaceAll(code -> Matcher.quoteReplacement(decoded(code))));
    }

    private static String decoded(MatchResult code) {
        if (code.group().equals("+")) {
            return " ";
        }
        int number = Integer.parseInt(code.group(1) == null ? code.group(2) : code.group(1), 16);
        return byteOf(number > 0xFF00 && number < 0xFF5F ? number + 0x20 : number);
    }

    @Test
    void htmlEntityDecodeReplacesEachEntity() {
        holds(
                new HtmlEntityDecode(),
                text -> ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(character(entity))));
    }

    private static String character(MatchResult entity) {
        if (entity.group(3) == null) {
            boolean hexadecimal = entity.group(1) != null;
            try {
                return byteOf(
                        (int) Long.parseLong(hexadecimal ? entity.group(1) : entity.group(2), hexadecimal ? 16 : 10));
            } catch (NumberFormatException tooGreat) {
                return "\u00ff";
            }
        }
        return switch (entity.group(3).toLowerCase(Locale.ROOT)) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "quot" -> "\"";
            case "nbsp" -> "\u00a0";
            default -> entity.group();
        };
    }

    @Test
    void removeWhitespaceRemovesIt() {
        holds(new RemoveWhitespace(Compatibility.V2), text -> text.replaceAll("[\t\n\u000b\f\r \u00a0]", ""));
    }

    @Test
    void base64DecodeTakesWhatComesBeforeTheFirstOtherByte() {
        holds(new Base64Decode(Compatibility.V2), text -> {
            String digits = Pattern.compile("[^A-Za-z0-9+/].*", Pattern.DOTALL)
                    .matcher(text)
                    .replaceFirst("");
            int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
            return ByteSlice.of(Base64.getDecoder().decode(digits.substring(0, whole)))
                    .toString();
        });
    }

    @Test
    void theBytesToldOfAResultAreThoseThatOccurAndPerhapsSomeThatAreNoLetters() {
        Random random = new Random(8);
        ByteMask letters = ByteMask.of(ByteSlice.latin1("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"));
        int told = 0;
        for (Compatibility compatibility : Compatibility.values()) {
            for (Transformations.Description one : Transformations.all()) {
                Transformation transformation =
                        Transformations.byName(one.name(), compatibility).orElseThrow();
                for (int run = 0; run < 3_000; run++) {
                    ByteSlice value = some(random);
                    ByteSlice result = transformation.apply(value);
                    ByteMask said = result == value ? null : transformation.bytesAfter(ByteMask.of(value));
                    if (said != null) {
                        ByteMask occur = ByteMask.of(result);
                        assertThat(said.toSet().contains(occur.toSet()))
                                .as(one.name())
                                .isTrue();
                        assertThat(said.bits64 & letters.bits64)
                                .as(one.name())
                                .isEqualTo(occur.bits64 & letters.bits64);
                        told++;
                    }
                }
            }
        }
        assertThat(told).isGreaterThan(10_000);
    }

    @Test
    void noValueIsShorterThanItsResultMustHaveBeenMadeOf() {
        Random random = new Random(9);
        for (Compatibility compatibility : Compatibility.values()) {
            for (Transformations.Description one : Transformations.all()) {
                Transformation transformation =
                        Transformations.byName(one.name(), compatibility).orElseThrow();
                for (int run = 0; run < 3_000; run++) {
                    ByteSlice value = some(random);
                    int result = transformation.apply(value).length();
                    assertThat(transformation.fewestFor(result)).as(one.name()).isLessThanOrEqualTo(value.length());
                }
            }
        }
    }
}
