package io.rempart.console.measure;

import io.rempart.events.measure.Timings;
import java.util.List;
import java.util.Locale;

/**
 * Writes metrics in the text format of Prometheus, version 0.0.4. A metric has its help and kind once, before its values. Values
 * of labels are escaped, since log sources are named by people. Not thread-safe.
 */
final class PrometheusText {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int LONGEST_LABEL = 200;

    private final StringBuilder text = new StringBuilder(8_192);

    /** Begins a metric. @param kind counter, gauge or histogram */
    PrometheusText metric(String name, String kind, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(kind).append('\n');
        return this;
    }

    /** One value. @param labels names and values in turn */
    PrometheusText value(String name, double value, String... labels) {
        text.append(name);
        labels(labels);
        text.append(' ').append(number(value)).append('\n');
        return this;
    }

    /** A metric with one value. */
    PrometheusText one(String name, String kind, String help, double value) {
        return metric(name, kind, help).value(name, value);
    }

    /** The values of a histogram of seconds. */
    PrometheusText histogram(String name, Timings.Snapshot timings, String... labels) {
        for (int i = 0; i < Timings.BOUNDS.size(); i++) {
            value(name + "_bucket", timings.upTo().get(i), with(labels, "le", number(Timings.BOUNDS.get(i))));
        }
        value(name + "_bucket", timings.count(), with(labels, "le", "+Inf"));
        value(name + "_sum", timings.seconds(), labels);
        return value(name + "_count", timings.count(), labels);
    }

    private static String[] with(String[] labels, String name, String value) {
        List<String> all = new java.util.ArrayList<>(List.of(labels));
        all.add(name);
        all.add(value);
        return all.toArray(String[]::new);
    }

    private void labels(String... labels) {
        if (labels.length == 0) {
            return;
        }
        text.append('{');
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(labels[i]).append("=\"");
            escape(labels[i + 1]);
            text.append('"');
        }
        text.append('}');
    }

    private void escape(String value) {
        String cut = value.length() > LONGEST_LABEL ? value.substring(0, LONGEST_LABEL) : value;
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(c < 0x20 || c == 0x7F || Character.isSurrogate(c) ? '?' : c);
            }
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%s", value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
