package io.rempart.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTextTest {
    private static String line(String text) {
        StringBuilder html = new StringBuilder();
        VisibleText.appendLine(html, text);
        return html.toString();
    }

    private static String block(String text) {
        StringBuilder html = new StringBuilder();
        VisibleText.appendBlock(html, text);
        return html.toString();
    }

    @Test
    void escapesMarkup() {
        assertThat(line("<script>alert('1')</script>&\""))
                .isEqualTo("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;");
    }

    @Test
    void showsControlCharactersAsPictures() {
        assertThat(line("a\0b")).isEqualTo("a<span class=\"sign\" title=\"U+0000\">\u2400</span>b");
        assertThat(line("\u001b[31m")).contains(">\u241b</span>[31m");
        assertThat(line("\u007f")).contains(">\u2421<");
    }

    @ParameterizedTest
    @CsvSource({
        "202E", "2066", "200F", "200B", "FEFF", "2028", "00AD", "E000", "061C", "2800", "FE0F", "2003", "FFF9", "180E"
    })
    void showsWhatIsInvisibleByItsNumber(String hex) {
        String text = "a" + Character.toString(Integer.parseInt(hex, 16)) + "b";
        assertThat(line(text))
                .contains(">U+" + hex + "</span>")
                .startsWith("a<")
                .endsWith(">b");
    }

    @Test
    void showsLoneSurrogatesAndTagsByTheirNumber() {
        assertThat(line("\ud800")).contains("U+D800");
        assertThat(line("\udb40\udc41")).contains("U+E0041");
        assertThat(line("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
    }

    @Test
    void keepsLinesInABlockAndShowsThemInALine() {
        assertThat(block("a\r\nb\n\tc\rd")).isEqualTo("a\nb\n\tc<span class=\"sign\" title=\"U+000D\">\u240d</span>d");
        assertThat(line("a\r\nb")).doesNotContain("\n").contains("\u240d").contains("\u240a");
    }

    @Test
    void stopsATowerOfCombiningMarks() {
        String shown = line("e" + "\u0301".repeat(1_000));
        assertThat(shown.chars().filter(c -> c == '\u0301').count()).isEqualTo(3);
        assertThat(shown).contains("U+0301");
    }

    @Test
    void cutsPlainTextAndKeepsItHarmless() {
        assertThat(VisibleText.plain("ab\u202ecd", 100)).isEqualTo("ab[U+202E]cd");
        assertThat(VisibleText.plain("x".repeat(50), 10)).isEqualTo("x".repeat(10) + "\u2026");
    }

    @Test
    void neverWritesAnythingButEscapedTextAndItsOwnSpans() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = 0; k < 40; k++) {
                text.appendCodePoint(
                        random.nextInt(4) == 0 ? "<>&\"'\0\n=".charAt(random.nextInt(8)) : random.nextInt(0x3000));
            }
            String rest =
                    line(text.toString()).replaceAll("<span class=\"sign\" title=\"[^\"<>]*\">[^<>\"]*</span>", "");
            assertThat(rest).doesNotContain("<", ">", "\"", "'", "\0", "\n");
        }
    }
}
