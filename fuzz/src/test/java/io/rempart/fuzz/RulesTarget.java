package io.rempart.fuzz;

import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleSet;
import io.rempart.engine.RuleSetException;
import io.rempart.engine.Transaction;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.seclang.RuleSetLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Rule text: it loads or is refused with errors that tell where; what loads runs without an exception. */
public final class RulesTarget {
    /** What reads or writes files of the machine when it is loaded. */
    private static final List<String> OUTSIDE = List.of(
            "include", "file", "log", "dir", "pmf", "matchf", "exec", "remote", "schema", "dtd", "lookup", "unicode");

    private RulesTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        String lower = text.toLowerCase(Locale.ROOT).replaceAll("(?:no)?(?:audit)?log\\b|logdata", "");
        if (OUTSIDE.stream().anyMatch(lower::contains)) {
            return;
        }
        Compatibility whose = Compatibility.values()[data.length % Compatibility.values().length];
        RuleSet rules;
        try {
            rules = new RuleSetLoader()
                    .compatibility(whose)
                    .text("fuzz.conf", text)
                    .load();
        } catch (RuleSetException refused) {
            Property.holds(!refused.errors().isEmpty(), "a refusal names its errors");
            return;
        }
        try (Transaction transaction = rules.begin()) {
            transaction.connection("192.0.2.1", 40000, "192.0.2.2", 443);
            transaction.requestLine(
                    ByteSlice.latin1("POST"), ByteSlice.latin1("/a/b.php?x=1&y=%41"), ByteSlice.latin1("HTTP/1.1"));
            transaction.requestHeader(ByteSlice.latin1("Host"), ByteSlice.latin1("localhost"));
            transaction.requestHeader(
                    ByteSlice.latin1("Content-Type"), ByteSlice.latin1("application/x-www-form-urlencoded"));
            transaction.requestHeader(ByteSlice.latin1("Cookie"), ByteSlice.latin1("c=d; e"));
            transaction.processRequestHeaders();
            transaction.requestBody(ByteSlice.latin1("a=b&c=<script>&d=' or 1=1"));
            transaction.processRequestBody();
            transaction.responseLine(200, ByteSlice.latin1("HTTP/1.1"));
            transaction.responseHeader(ByteSlice.latin1("Content-Type"), ByteSlice.latin1("text/html"));
            transaction.processResponseHeaders();
            transaction.responseBody(ByteSlice.latin1("<html>"));
            transaction.processResponseBody();
        }
    }
}
