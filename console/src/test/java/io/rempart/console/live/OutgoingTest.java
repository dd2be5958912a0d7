package io.rempart.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A subscriber that does not read costs no more than the bound. */
class OutgoingTest {
    private static byte[] message(int number) {
        return ("data: " + number + "\n\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void keepsWhatFitsInOrder() {
        Outgoing outgoing = new Outgoing();
        for (int i = 0; i < Outgoing.MOST; i++) {
            outgoing.add(message(i));
        }
        assertThat(outgoing.size()).isEqualTo(Outgoing.MOST);
        for (int i = 0; i < Outgoing.MOST; i++) {
            assertThat(outgoing.next()).isEqualTo(message(i));
        }
        assertThat(outgoing.next()).isNull();
    }

    @Test
    void dropsAllToOneRefreshWhenTheBoundIsPassed() {
        Outgoing outgoing = new Outgoing();
        for (int i = 0; i <= Outgoing.MOST; i++) {
            outgoing.add(message(i));
        }
        assertThat(outgoing.next()).isEqualTo(Outgoing.REFRESH);
        assertThat(outgoing.next()).isNull();
        for (int i = 0; i < 1_000; i++) {
            outgoing.add(message(i));
        }
        assertThat(outgoing.size()).isLessThanOrEqualTo(Outgoing.MOST);
        assertThat(outgoing.next()).isEqualTo(Outgoing.REFRESH);
    }
}
