package io.rempart.engine.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlEncodedBodyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1&b=2|[a=1, b=2]|0",
                "a=1&|[a=1]|0",
                "&|[=]|0",
                "''|[]|0",
                "a|[a=]|0",
                "=|[=]|0",
                "a=b=c&%41=%4|[a=b=c, A=%4]|1",
                "a=%|[a=%]|1",
                "q=1&q=%zz+a&&=x&y|[q=1, q=%zz a, =, =x, y=]|1",
                "a=1;b=2|[a=1;b=2]|0",
                "a=%00%fF+|[a=\u0000\u00ff ]|0",
                "A=1&a=2|[A=1, a=2]|0",
            })
    void splitsAndDecodes(String body, String arguments, int invalid) {
        RecordingSink sink = new RecordingSink();
        UrlEncodedBody.parse(ByteSlice.latin1(body), BodyLimits.DEFAULT, sink);
        assertThat(sink.arguments().toString()).isEqualTo(arguments);
        assertThat(sink.flags.get(BodyFlag.URLENCODED_ERROR)).isEqualTo(invalid);
        assertThat(sink.errors).isEmpty();
    }

    @Test
    void splitsAtTheConfiguredSeparator() {
        RecordingSink sink = new RecordingSink();
        UrlEncodedBody.parse(ByteSlice.latin1("a=1;b=2&c"), BodyLimits.DEFAULT.withArgumentSeparator(';'), sink);
        assertThat(sink.arguments()).containsExactly("a=1", "b=2&c");
    }

    @Test
    void tellsWhereEachArgumentIs() {
        RecordingSink sink = new RecordingSink();
        UrlEncodedBody.parse(ByteSlice.latin1("ab=cd&e=%41&f"), BodyLimits.DEFAULT, sink);
        assertThat(sink.events).containsExactly("argument ab=cd @0,3", "argument e=A @6,8", "argument f= @12,13");
    }

    @Test
    void isAnErrorOnceTheSinkTakesNoMore() {
        RecordingSink sink = new RecordingSink(2);
        UrlEncodedBody.parse(ByteSlice.latin1("a&b&c&d"), BodyLimits.DEFAULT, sink);
        assertThat(sink.arguments()).containsExactly("a=", "b=");
        assertThat(sink.errors).containsExactly("SecArgumentsLimit exceeded");
    }
}
