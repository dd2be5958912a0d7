package io.rempart.response.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.ipv4.IPv4Address;
import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the blocker takes of one feed, at the bound and past it. */
class WireBoundsTest {
    private static WantedFeed feed(int ranges) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < ranges; i++) {
            spans.add(Span.of(new IPv4Address(0x01000001 + 2 * i)));
        }
        return new WantedFeed("large", "a.1", AddressSet.of(spans), Instant.EPOCH.plusSeconds(60));
    }

    private static WantedFeed carried(WantedFeed feed) throws IOException {
        StringWriter out = new StringWriter();
        Wire.write(feed, out);
        BufferedReader in = new BufferedReader(new StringReader(out.toString()));
        Wire.Line first = Wire.read(in);
        assertThat(first).isNotNull();
        return Wire.feed(first, in);
    }

    @Test
    void carriesAsManyRangesAsAFeedMayHave() throws IOException {
        WantedFeed most = feed(WantedFeed.MOST_SPANS);
        assertThat(carried(most)).isEqualTo(most);
    }

    @Test
    void refusesOneRangeMore() {
        assertThatThrownBy(() -> carried(feed(WantedFeed.MOST_SPANS + 1)))
                .isInstanceOf(BlockerException.class)
                .hasMessageContaining("250000 ranges");
    }
}
