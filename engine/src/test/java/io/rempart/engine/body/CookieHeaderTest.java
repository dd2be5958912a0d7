package io.rempart.engine.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CookieHeaderTest {
    @Test
    void splitsVersion0AtSemicolonsAndKeepsQuotesAndTrailingSpace() {
        assertThat(version0("a=1; b = 2 ;c;=d; $Version=1; e=\"q;r\";a=again", ';'))
                .containsExactly("a=1", "b = 2 ", "c=", "$Version=1", "e=\"q", "r\"=", "a=again");
    }

    @Test
    void splitsVersion0AtTheConfiguredSeparator() {
        assertThat(version0("a=1, b=2;c", ',')).containsExactly("a=1", "b=2;c");
    }

    @Test
    void takesCommasForSeparatorsAsModSecurity2DoesWhenTheFirstHasASpaceBehindItAndThereIsNoSemicolon() {
        assertThat(separator("a=1, b=2,c=3")).isEqualTo(',');
        assertThat(separator("a=1 , b")).isEqualTo(',');
        assertThat(separator("a=1,b=2, c=3")).isEqualTo(';');
        assertThat(separator("a=1, b=2; c")).isEqualTo(';');
        assertThat(separator("a=1,")).isEqualTo(';');
        assertThat(separator("")).isEqualTo(';');
    }

    private static char separator(String header) {
        return (char) CookieHeader.separatorOfModSecurity2(ByteSlice.latin1(header));
    }

    @Test
    void readsQuotedValuesAndAttributesOfVersion1() {
        assertThat(version1("$Version=\"1\"; a=\"x;\\\"y\\\"\" ; $Path=\"/p\", b = 2 ;c"))
                .containsExactly("$Version=1", "a=x;\"y\"", "$a_Path=/p", "b=2", "c=");
    }

    @Test
    void endsWhereTheHeaderEnds() {
        assertThat(version1("a=\"open")).containsExactly("a=open");
        assertThat(version1("a=\"open\\")).containsExactly("a=open\\");
        assertThat(version1("=;=,; ;")).isEmpty();
        assertThat(version0("", ';')).isEmpty();
        assertThat(version0(";;; ;", ';')).isEmpty();
    }

    private static List<String> version0(String header, int separator) {
        List<String> cookies = new ArrayList<>();
        CookieHeader.parseVersion0(
                ByteSlice.latin1(header), separator, (name, value, n, v) -> cookies.add(name + "=" + value));
        return cookies;
    }

    private static List<String> version1(String header) {
        List<String> cookies = new ArrayList<>();
        CookieHeader.parseVersion1(ByteSlice.latin1(header), (name, value, n, v) -> cookies.add(name + "=" + value));
        return cookies;
    }
}
