package io.rempart.console.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.measure.Timings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The text format, whatever the values. */
class PrometheusTextTest {
    @Test
    void escapesWhatPeopleNamedTheirLogs() {
        String text = new PrometheusText()
                .metric("m", "gauge", "Help.")
                .value("m", 1.5, "log", "a\"b\\c\nd\u0000\u001b[31m")
                .toString();
        assertThat(text).isEqualTo("# HELP m Help.\n# TYPE m gauge\nm{log=\"a\\\"b\\\\c\\nd??[31m\"} 1.5\n");
    }

    @Test
    void cutsLongLabels() {
        assertThat(new PrometheusText().value("m", 1, "log", "x".repeat(5_000)).toString())
                .hasSizeLessThan(250);
    }

    @Test
    void countsTimesIntoTheirClassesAndAllSmallerOnes() {
        Timings timings = new Timings();
        timings.add(Duration.ofMillis(5));
        timings.add(Duration.ofMillis(6));
        timings.add(Duration.ofSeconds(3));
        timings.add(Duration.ofDays(1));
        timings.add(Duration.ofSeconds(-1));
        String text = new PrometheusText().histogram("t", timings.snapshot()).toString();
        assertThat(text)
                .contains("t_bucket{le=\"0.005\"} 2\n")
                .contains("t_bucket{le=\"0.01\"} 3\n")
                .contains("t_bucket{le=\"5\"} 4\n")
                .contains("t_bucket{le=\"600\"} 4\n")
                .contains("t_bucket{le=\"+Inf\"} 5\n")
                .contains("t_count 5\n")
                .contains("t_sum 86403.011\n");
    }
}
