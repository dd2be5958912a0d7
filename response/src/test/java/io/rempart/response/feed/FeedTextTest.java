package io.rempart.response.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.response.address.AddressSet;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeedTextTest {
    private static FeedReading read(String text) {
        return FeedText.read(text.getBytes(StandardCharsets.UTF_8), 1_000);
    }

    private static void isRefused(String text, FeedProblem.Kind kind) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        FeedProblem.class, problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    @Test
    void readsEveryFormThatListsAreWrittenIn() {
        FeedReading reading = read("""
                \uFEFF; Spamhaus DROP as text
                198.51.100.0/24 ; SBL123
                203.0.113.0/25\t; SBL124\r
                # a netset
                192.0.2.1
                192.0.2.2/32
                // hosts with a note
                192.0.2.3 bad.example # seen today
                192.0.2.4#seen
                2001:db8:bad::/48
                2001:db8::7
                192.0.2.8-192.0.2.11
                192.0.2.77/28
                {"cidr":"192.0.2.128/26","sblid":"SBL1","rir":"ripencc"}
                {"ip": "2001:db8:1::1", "score": 100}
                {"type":"metadata","timestamp":1790000000,"size":99,"records":2}

                "192.0.2.200",100,"FR"
                192.0.2.201,100,FR
                """);
        assertThat(reading.refused()).isZero();
        assertThat(reading.entries()).hasSize(14);
        assertThat(reading.addresses())
                .isEqualTo(AddressSet.ofKnown(
                        "198.51.100.0/24",
                        "203.0.113.0/25",
                        "192.0.2.1",
                        "192.0.2.2",
                        "192.0.2.3",
                        "192.0.2.4",
                        "2001:db8:bad::/48",
                        "2001:db8::7",
                        "192.0.2.8/30",
                        "192.0.2.64/28",
                        "192.0.2.128/26",
                        "2001:db8:1::1",
                        "192.0.2.200",
                        "192.0.2.201"));
    }

    @Test
    void takesAHeadOfColumnsForNoLineAndCountsWhatIsNoAddress() {
        FeedReading reading =
                read("ip,score,country\n192.0.2.1,100,FR\nexample.org\n192.0.2.2\n1.2.3\n300.1.1.1\n192.0.2.3/33\n"
                        + "192.0.2.4\n192.0.2.5\nAS64500\n192.0.2.6\n");
        assertThat(reading.entries()).hasSize(5);
        assertThat(reading.refused()).isEqualTo(5);
        assertThat(reading.samples())
                .extracting(FeedReading.RefusedLine::number)
                .containsExactly(3, 5, 6, 7, 10);
    }

    @Test
    void refusesWhatIsNoList() {
        isRefused("", FeedProblem.Kind.EMPTY);
        isRefused("# nothing today\n", FeedProblem.Kind.EMPTY);
        isRefused("\n <!doctype html>\n<p>192.0.2.1", FeedProblem.Kind.WEB_PAGE);
        isRefused("Not Found\nTry again\n192.0.2.1\n", FeedProblem.Kind.NO_LIST);
        isRefused("\u0000\u0001\u0002\n", FeedProblem.Kind.NO_LIST);
    }

    @Test
    void takesAsManyEntriesAsAllowedAndNotOneMore() {
        String thousand = IntStream.range(0, 1_000)
                .mapToObj(i -> "10.0." + i / 256 + "." + i % 256)
                .collect(Collectors.joining("\n"));
        assertThat(read(thousand).entries()).hasSize(1_000);
        isRefused(thousand + "\n192.0.2.1", FeedProblem.Kind.TOO_MANY);
        FeedReading noise = read("192.0.2.1\n".repeat(40) + "x y\n".repeat(39));
        assertThat(noise.refused()).isEqualTo(39);
        assertThat(noise.samples()).hasSize(FeedReading.MOST_SAMPLES);
        assertThat(read("192.0.2.1\n192.0.2.2\n" + "1".repeat(5_000))
                        .samples()
                        .get(0)
                        .text())
                .hasSize(120);
    }
}
