package io.rempart.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogInThrottleTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
    private final LogInThrottle throttle = new LogInThrottle(clock);

    private void fail(int times, String address, String name) {
        for (int i = 0; i < times; i++) {
            throttle.failed(address, name);
        }
    }

    @Test
    void letsAFewMistakesPassAndThenDoublesTheWait() {
        fail(4, "198.51.100.1", "alice");
        assertThat(throttle.wait("198.51.100.1", "alice")).isZero();
        fail(1, "198.51.100.1", "alice");
        assertThat(throttle.wait("198.51.100.1", "alice")).isEqualTo(Duration.ofSeconds(2));
        fail(1, "198.51.100.1", "alice");
        assertThat(throttle.wait("198.51.100.1", "alice")).isEqualTo(Duration.ofSeconds(4));
        fail(100, "198.51.100.1", "alice");
        assertThat(throttle.wait("198.51.100.1", "alice")).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void doesNotMakeOthersWait() {
        fail(20, "198.51.100.1", "alice");
        assertThat(throttle.wait("198.51.100.2", "alice")).isZero();
        assertThat(throttle.wait("198.51.100.1", "bob")).isPositive();
    }

    @Test
    void takesAnIpv6NetworkForOnePerson() {
        fail(6, "2001:db8:1:2:a::1", "alice");
        assertThat(throttle.wait("2001:db8:1:2:ffff::9", "alice")).isPositive();
        assertThat(throttle.wait("2001:db8:1:3::1", "alice")).isZero();
    }

    @Test
    void slowsDownAGuessFromManyAddresses() {
        for (int i = 0; i < 50; i++) {
            throttle.failed("198.51.100." + i, "alice");
        }
        assertThat(throttle.wait("203.0.113.1", "alice")).isEqualTo(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(10));
        assertThat(throttle.wait("203.0.113.1", "alice")).isZero();
    }

    @Test
    void forgetsAfterSuccessAndAfterAnHour() {
        fail(8, "198.51.100.1", "alice");
        throttle.succeeded("198.51.100.1", "alice");
        assertThat(throttle.wait("198.51.100.1", "alice")).isZero();
        fail(30, "198.51.100.1", "alice");
        clock.advance(Duration.ofMinutes(61));
        fail(1, "198.51.100.1", "alice");
        assertThat(throttle.wait("198.51.100.1", "alice")).isZero();
    }

    @Test
    void remembersABoundedNumber() {
        for (int i = 0; i < 3 * LogInThrottle.CAPACITY; i++) {
            throttle.failed("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), "name" + i);
        }
        assertThat(throttle.remembered()).isEqualTo(LogInThrottle.CAPACITY);
    }
}
