package io.rempart.conformance.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules that both engines load: a set-up of our own, the Core Rule Set, and a last rule that logs the scores. */
final class OracleRules {
    /** The rule that logs the scores. */
    static final long SCORES = 9_900_999;

    private static final String ENGINE = """
            SecRequestBodyAccess On
            SecRequestBodyLimit 1048576
            SecRequestBodyNoFilesLimit 524288
            SecRequestBodyLimitAction Reject
            SecRequestBodyJsonDepthLimit 64
            SecArgumentsLimit 1000
            SecResponseBodyAccess On
            SecResponseBodyMimeType text/plain text/html text/xml application/json
            SecResponseBodyLimit 524288
            SecResponseBodyLimitAction ProcessPartial
            SecPcreMatchLimit 1000000
            SecPcreMatchLimitRecursion 1000000
            SecAuditEngine Off
            SecTmpDir /tmp
            SecDataDir /tmp
            SecRule REQUEST_HEADERS:Content-Type "@rx ^(?:application|text)/(?:[a-z.-]*\\+)?xml" \\
              "id:9900001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=XML"
            SecRule REQUEST_HEADERS:Content-Type "@rx ^application/(?:[a-z.-]*\\+)?json" \\
              "id:9900002,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"
            SecRule REQBODY_ERROR "!@eq 0" "id:9900003,phase:2,t:none,pass,log,severity:7,msg:'request body',logdata:'%{REQBODY_ERROR_MSG}'"
            SecRule MULTIPART_STRICT_ERROR "!@eq 0" "id:9900004,phase:2,t:none,pass,log,severity:7,msg:'multipart',logdata:'PE %{REQBODY_PROCESSOR_ERROR} BQ %{MULTIPART_BOUNDARY_QUOTED} BW %{MULTIPART_BOUNDARY_WHITESPACE} DB %{MULTIPART_DATA_BEFORE} DA %{MULTIPART_DATA_AFTER} HF %{MULTIPART_HEADER_FOLDING} LF %{MULTIPART_LF_LINE} SM %{MULTIPART_MISSING_SEMICOLON} IQ %{MULTIPART_INVALID_QUOTING} IP %{MULTIPART_INVALID_PART} IH %{MULTIPART_INVALID_HEADER_FOLDING} FL %{MULTIPART_FILE_LIMIT_EXCEEDED}'"
            SecRule MULTIPART_UNMATCHED_BOUNDARY "@eq 1" "id:9900005,phase:2,t:none,pass,log,msg:'boundary'"
            SecRule URLENCODED_ERROR "!@eq 0" "id:9900006,phase:2,t:none,pass,log,msg:'urlencoded'"
            """;

    private static final String LAST = """
            SecAction "id:%d,phase:5,pass,t:none,log,severity:7,msg:'scores',logdata:'in %%{TX.blocking_inbound_anomaly_score} %%{TX.detection_inbound_anomaly_score} out %%{TX.blocking_outbound_anomaly_score} %%{TX.detection_outbound_anomaly_score} sql %%{TX.sql_injection_score} xss %%{TX.xss_score} rfi %%{TX.rfi_score} lfi %%{TX.lfi_score} rce %%{TX.rce_score} php %%{TX.php_injection_score} http %%{TX.http_violation_score} session %%{TX.session_fixation_score} pl %%{TX.inbound_anomaly_score_pl1} %%{TX.inbound_anomaly_score_pl2} %%{TX.inbound_anomaly_score_pl3} %%{TX.inbound_anomaly_score_pl4} %%{TX.outbound_anomaly_score_pl1} %%{TX.outbound_anomaly_score_pl2} %%{TX.outbound_anomaly_score_pl3} %%{TX.outbound_anomaly_score_pl4}'"
            """.formatted(SCORES);

    private OracleRules() {}

    /** Every paranoia level, nothing blocked: the most rules speak. */
    static List<Path> detecting(Path crs, Path folder) throws IOException {
        return files(crs, folder, "detecting", "SecRuleEngine DetectionOnly\n", """
                SecAction "id:9900010,phase:1,pass,t:none,nolog,setvar:tx.blocking_paranoia_level=4,\\
                  setvar:tx.crs_validate_utf8_encoding=1,setvar:tx.arg_name_length=100,setvar:tx.arg_length=400,\\
                  setvar:tx.total_arg_length=64000,setvar:tx.max_num_args=255,setvar:tx.max_file_size=64100,\\
                  setvar:tx.combined_file_sizes=65535"
                """);
    }

    /** As most servers run it: the first paranoia level blocks. */
    static List<Path> blocking(Path crs, Path folder) throws IOException {
        return files(crs, folder, "blocking", "SecRuleEngine On\n", "");
    }

    private static List<Path> files(Path crs, Path folder, String name, String engine, String levels)
            throws IOException {
        String map = unicodeMap();
        List<Path> files = new ArrayList<>();
        files.add(write(folder.resolve(name + "-first.conf"), engine + map + ENGINE + levels));
        files.add(crs.resolve("crs-setup.conf.example"));
        files.addAll(readable(crs.resolve("rules"), folder));
        files.add(write(folder.resolve(name + "-last.conf"), LAST));
        return files;
    }

    /**
     * The rule files as ModSecurity 3.0.9 can read them. 901181 excludes {@code XML://@*} from rules by tag, which the library
     * parses from 3.0.16 on: the lines are left out for both engines, so attributes of XML are looked at by both.
     */
    private static List<Path> readable(Path rules, Path folder) throws IOException {
        Path copies = Files.createDirectories(folder.resolve("rules"));
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(rules)) {
            for (Path file : all.sorted().toList()) {
                Path copy = copies.resolve(file.getFileName().toString());
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                text = text.replaceAll("(?m)^ *ctl:ruleRemoveTargetByTag=[a-z-]+;XML://@\\*,\\\\\n", "");
                Files.writeString(copy, text, StandardCharsets.ISO_8859_1);
                if (copy.toString().endsWith(".conf")) {
                    files.add(copy);
                }
            }
        }
        return files;
    }

    private static String unicodeMap() {
        for (String place : List.of("/etc/modsecurity/unicode.mapping", "/etc/nginx/unicode.mapping")) {
            if (Files.exists(Path.of(place))) {
                return "SecUnicodeMapFile " + place + " 20127\n";
            }
        }
        return "";
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.writeString(file.toAbsolutePath(), text, StandardCharsets.UTF_8);
    }
}
