package io.rempart.conformance.suite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why cases do not pass: lines {@code place: reason}; those that begin with a hash are comments. Stateless. */
public final class Reasons {
    private Reasons() {}

    /** The reasons by place, in their order, from a resource that lies beside a class. */
    public static Map<String, String> beside(Class<?> runner, String resource) throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        try (InputStream in = runner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(": ");
                if (!line.startsWith("#") && colon > 0) {
                    reasons.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
        }
        return reasons;
    }
}
