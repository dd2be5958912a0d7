package io.rempart.fuzz;

import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.body.XmlBody;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** An XML document. The JDK's parser has printed stack traces for some: it must print nothing. */
public final class XmlTarget {
    private XmlTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            read(data);
        } finally {
            System.setErr(before);
        }
        Property.holds(printed.size() == 0, "printed: " + printed.toString(StandardCharsets.UTF_8));
    }

    private static void read(byte[] data) {
        BodyTarget.read(data, sink -> new XmlBody(BodyLimits.DEFAULT.withXmlIntoArguments(data.length % 2 == 0), sink));
    }
}
