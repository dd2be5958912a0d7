package io.rempart.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.model.ByteText;
import io.rempart.events.model.Hit;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static Layers of(String text, String... needles) {
        return Layers.of(
                ByteText.of(text),
                java.util.Arrays.stream(needles).map(ByteText::of).toList());
    }

    private static String marked(MarkedText text) {
        StringBuilder all = new StringBuilder();
        text.marks()
                .forEach(mark -> all.append('[')
                        .append(text.text().slice(mark.start(), mark.end()))
                        .append(']'));
        return all.toString();
    }

    @Test
    void hasNoLayerWhenNothingIsEncoded() {
        assertThat(of("/index.html").decoded()).isEmpty();
    }

    @Test
    void marksInTheRequestWhatMatchedUnderTwoEncodings() {
        Layers layers = of("/q?x=%253Cscript%253E", "<script>");
        assertThat(layers.decoded()).extracting(Layers.Layer::encoding).containsExactly("url", "url");
        assertThat(marked(layers.raw())).isEqualTo("[%253Cscript%253E]");
        assertThat(marked(layers.decoded().get(0).text())).isEqualTo("[%3Cscript%3E]");
        assertThat(marked(layers.decoded().get(1).text())).isEqualTo("[<script>]");
    }

    @Test
    void takesOffHtmlEntitiesEscapesAndBase64() {
        assertThat(of("&lt;b&#x3E;&#62;").decoded().get(0).text().text()).isEqualTo(ByteText.of("<b>>"));
        assertThat(of("{\"a\":\"\\u003cscript\\u003e \\uD83D\\uDE00\\/\"}")
                        .decoded()
                        .get(0)
                        .text()
                        .text())
                .isEqualTo(ByteText.of("{\"a\":\"<script> \ud83d\ude00/\"}"));
        String packed =
                Base64.getEncoder().encodeToString("system('cat /etc/passwd');".getBytes(StandardCharsets.UTF_8));
        Layers layers = of("cmd=" + packed, "/etc/passwd");
        assertThat(layers.decoded().get(0).encoding()).isEqualTo("base64");
        assertThat(layers.decoded().get(0).text().text()).isEqualTo(ByteText.of("cmd=system('cat /etc/passwd');"));
        assertThat(layers.raw().hasMarks()).isTrue();
    }

    @Test
    void leavesOrdinaryLongWordsAlone() {
        assertThat(of("/assets/averylongfilenameindeed/session1234567890abcdef").decoded())
                .isEmpty();
    }

    @Test
    void ignoresCaseAndJoinsMarksThatTouch() {
        assertThat(marked(of("a UnIoN SELECT b", "union", "on select").raw())).isEqualTo("[UnIoN SELECT]");
    }

    @Test
    void endsOnEndlessEncodings() {
        StringBuilder text = new StringBuilder("%41");
        for (int i = 0; i < 50; i++) {
            text = new StringBuilder(text.toString().replace("%", "%25"));
        }
        assertThat(of(text.toString()).decoded()).hasSize(Layers.MOST);
    }

    @Test
    void decodesAtMostItsLimit() {
        Layers layers = of("%41".repeat(100_000));
        assertThat(layers.decoded().get(0).text().length()).isLessThanOrEqualTo(Layers.LONGEST);
        assertThat(layers.raw().length()).isEqualTo(300_000);
    }

    @Test
    void survivesAnyBytes() {
        Random random = new Random(5);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            for (int k = 0; k < bytes.length; k++) {
                if (random.nextBoolean()) {
                    bytes[k] = (byte) "%&#\\ux3;=aAzZ0+/".charAt(random.nextInt(16));
                }
            }
            Layers layers = Layers.of(ByteText.of(bytes), List.of(ByteText.of("a")));
            layers.decoded().forEach(layer -> layer.text().toHtml(1_000, true));
            assertThat(layers.raw().toHtml(1_000, false)).isNotNull();
        }
    }

    @Test
    void findsWhatTheRuleSaysItMatched() {
        MatchedData data = MatchedData.of(hit("Matched Data: UNION SELECT found within ARGS:q: 1' union select 2"));
        assertThat(marked(data.marked())).isEqualTo("[union select]");
        // libinjection names a fingerprint: the whole value is what matched
        MatchedData fingerprint = MatchedData.of(hit("Matched Data: s&1c found within ARGS:q: 1' or 1=1--"));
        assertThat(marked(fingerprint.marked())).isEqualTo("[1' or 1=1--]");
        assertThat(MatchedData.needles(List.of(hit("Matched Data: s&1c found within ARGS:q: 1' or 1=1--"))))
                .containsExactly(ByteText.of("1' or 1=1--"));
        assertThat(MatchedData.of(hit("")).marked().isEmpty()).isTrue();
    }

    private static Hit hit(String data) {
        return new Hit(
                "942100",
                2,
                ByteText.EMPTY,
                ByteText.EMPTY,
                "ARGS:q",
                ByteText.of(data),
                null,
                List.of(),
                "",
                "",
                "",
                0,
                true,
                false);
    }

    @Test
    void listsBytes() {
        assertThat(HexView.of("GET /\0\u001b".getBytes(StandardCharsets.UTF_8), 100))
                .isEqualTo("00000000  47 45 54 20 2f 00 1b                              GET /..\n");
        assertThat(HexView.of(new byte[100], 32).lines()).hasSize(2);
    }
}
