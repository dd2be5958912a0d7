package io.rempart.engine.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.engine.bytes.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pcre2pattern(3) says, one item after another; the expectations were read off libpcre2 10.42. */
class RegexPatternTest {
    /** "start-end" of the match and of each group, "-" for a group that took no part, "none" for no match. */
    private static String groups(String pattern, String value) {
        RegexMatch match =
                RegexPattern.compile(pattern, RegexFlag.MODSECURITY_2).match(ByteSlice.latin1(value), 0);
        if (match == null) {
            return "none";
        }
        StringBuilder text = new StringBuilder();
        for (int g = 0; g <= match.groupCount(); g++) {
            text.append(g == 0 ? "" : " ").append(match.start(g) < 0 ? "-" : match.start(g) + "-" + match.end(g));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\u0001',
            value = {
                "a|ab~ab~0-1",
                "(a|ab)(c|bcd)(d*)~abcd~0-4 0-1 1-4 4-4",
                "(?:a|b)*c~ababc~0-5",
                "(a)|b~b~0-1 -",
                "(?:(a)|b)*~ab~0-2 0-1",
                "a*?b~aab~0-3",
                "(a+?)(a*)~aaa~0-3 0-1 1-3",
                "(|a)+~aa~0-0 0-0",
                "(?:|a)*~a~0-0",
                "a{2,3}~aaaa~0-3",
                "a{2,3}?~aaaa~0-2",
                "a{,3}~a{,3}~0-5",
                "x{2~x{2~0-3",
                "{~{~0-1",
                "a{0}b~ab~1-2",
                "(?i)straSSe~STRAssE~0-7",
                "(?i:a)b~Ab~0-2",
                "(?i:a)b~AB~none",
                "(a(?i)b|c)d~aBd~0-3 0-2",
                "(a(?i)b|c)d~Cd~0-2 0-1",
                "(?i)a(?-i)b~AB~none",
                "[^a]~a~none",
                "(?i)[^a]~A~none",
                "(?i)[a-c]+~AbC~0-3",
                "[]a]+~]a~0-2",
                "[a-]+~a-~0-2",
                "[\\w-.]+~a-.~0-3",
                "[[:alpha:]]+~1ab2~1-3",
                "[[:^digit:]]+~1ab2~1-3",
                "[[:alpha]+~[:alph~0-6",
                "[a&&b]+~&a~0-2",
                "\\Qa.b\\E+~a.bb~0-4",
                "\\x41\\x{42}\\103~ABC~0-3",
                "\\101\\0101~A\b1~0-3",
                "a(?#comment)+~aa~0-2",
                "(?x) a b # c~ab~0-2",
                "\\bid~;id~1-3",
                "\\bid~\u00e9id~1-3",
                "\\Bid~aid~1-3",
                "(?<word>\\w+)~ab~0-2 0-2",
                "(?|(a)|(b))c~bc~0-2 0-1",
                "^abc$~abc~0-3",
                "a$|b~b~0-1",
                "(?:^|x)a~xa~0-2",
                "x^a~xa~none",
            })
    void findsWhatPcreFinds(String pattern, String value, String expected) {
        assertThat(groups(pattern, value)).isEqualTo(expected);
    }

    @Test
    void dollarIsTheVeryEndUnlessFlagsSayOtherwise() {
        assertThat(groups("a$", "a\n")).isEqualTo("none");
        assertThat(groups("a\\Z", "a\n")).isEqualTo("0-1");
        assertThat(groups("a\\z", "a\n")).isEqualTo("none");
        assertThat(found("a$", "a\n")).isTrue();
        assertThat(found("a$", "a\r\n")).isFalse();
        assertThat(found("a$", "a\nb", RegexFlag.MULTILINE)).isTrue();
        assertThat(found("^b", "a\nb", RegexFlag.MULTILINE)).isTrue();
        assertThat(found("a\n^", "a\n", RegexFlag.MULTILINE)).isFalse();
        assertThat(found("^b", "a\nb")).isFalse();
    }

    @Test
    void dotTakesALineFeedOnlyWithDotAll() {
        assertThat(found("a.b", "a\nb")).isFalse();
        assertThat(found("a.b", "a\nb", RegexFlag.DOT_ALL)).isTrue();
        assertThat(found("a\\Nb", "a\nb", RegexFlag.DOT_ALL)).isFalse();
        assertThat(found("a.b", "a\rb")).isTrue();
    }

    @Test
    void seesBytesNotCharacters() {
        assertThat(found("^.$", "\u0000", RegexFlag.DOT_ALL)).isTrue();
        assertThat(found("^..$", "\u00c3\u00a9", RegexFlag.DOT_ALL)).isTrue();
        assertThat(found("\u00e9", "\u00c9", RegexFlag.CASE_INSENSITIVE)).isFalse();
        assertThat(found("[\\x80-\\xff]", "\u0080")).isTrue();
        assertThat(found("\\w", "\u00e9")).isFalse();
        assertThat(found("\\s", "\u0085")).isFalse();
        assertThat(found("\\v", "\u0085")).isTrue();
        assertThat(found("[\\s\\v]", "\u000b")).isTrue();
        assertThat(found("\\h", "\u00a0")).isTrue();
    }

    @Test
    void searchesFromAPositionAndStillSeesWhatPrecedes() {
        RegexPattern pattern = RegexPattern.compile("\\bb|^a");
        ByteSlice value = ByteSlice.of(new byte[] {'x', 'a', 'b', ' ', 'b'}, 1, 4);
        RegexMatch first = pattern.match(value, 0);
        assertThat(first).isNotNull();
        assertThat(first.start()).isEqualTo(0);
        RegexMatch second = pattern.match(value, 1);
        assertThat(second).isNotNull();
        assertThat(second.start()).isEqualTo(3);
        assertThat(second.group(0)).isEqualTo(ByteSlice.latin1("b"));
        assertThat(pattern.match(value, 4)).isNull();
    }

    @Test
    void iteratesAsPerlDoes() {
        assertThat(RegexPattern.compile("|a").matches(ByteSlice.latin1("a"), 10))
                .extracting(match -> match.start() + "-" + match.end())
                .containsExactly("0-0", "0-1", "1-1");
        assertThat(RegexPattern.compile("\\w+").matches(ByteSlice.latin1("ab c"), 10))
                .extracting(match -> match.start() + "-" + match.end())
                .containsExactly("0-2", "3-4");
        assertThat(RegexPattern.compile("a").matches(ByteSlice.latin1("aaaa"), 2))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a**~2",
                "*a~0",
                "(*UTF8)a~0",
                "^*~1",
                "x{2,1}~1",
                "x{65536}~1",
                "[a~0",
                "[z-a]~3",
                "[[:foo:]]~1",
                "a\\x{100}~1",
                "\\8~0",
                "\\400~0",
                "\\c~0",
                "(?#x~0",
                "(a~0",
                "a)~1",
                "\\j~0",
                "\\1~0",
                "(?<n>a)(?<n>b)~7",
                "\\p{L}~0",
                "(?R)~0",
                "(?(1)a)~0",
                "a\\~1",
            })
    void refusesBrokenPatternsAndNamesThePlace(String pattern, int offset) {
        assertThatThrownBy(() -> RegexPattern.compile(pattern))
                .isInstanceOfSatisfying(
                        RegexSyntaxException.class, e -> assertThat(e.offset()).isEqualTo(offset))
                .hasMessageContaining("offset " + offset);
    }

    @Test
    void refusesGroupsNestedTooDeepAndPatternsTooLong() {
        String open = "(".repeat(RegexParser.MAX_DEPTH);
        String close = ")".repeat(RegexParser.MAX_DEPTH);
        assertThat(found(open + "a" + close, "a")).isTrue();
        assertThatThrownBy(() -> RegexPattern.compile("(" + open + close + ")"))
                .isInstanceOf(RegexSyntaxException.class);
        assertThatThrownBy(() -> RegexPattern.compile("a".repeat(RegexParser.MAX_LENGTH + 1)))
                .isInstanceOf(RegexSyntaxException.class);
        assertThatThrownBy(() -> RegexPattern.compile("\u20ac")).isInstanceOf(RegexSyntaxException.class);
    }

    private static boolean found(String pattern, String value, RegexFlag... flags) {
        return RegexPattern.compile(pattern, flags).find(ByteSlice.latin1(value));
    }
}
