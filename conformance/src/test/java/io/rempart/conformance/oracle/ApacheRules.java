package io.rempart.conformance.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules of the comparison with ModSecurity 2: Debian's recommended configuration and Core Rule Set 3.3.4, paranoia level 4. */
final class ApacheRules {
    /** Debian's package modsecurity-crs. */
    static final Path CRS = Path.of("/usr/share/modsecurity-crs/rules");

    /** Matches in the first phase of every request that Apache hands on; its data is the number of the exchange. */
    static final long NUMBER = 9_900_001;

    /** Ends the second phase with the scores. */
    static final long SCORES = 9_900_002;

    /** Not compared beyond: the response is Apache's own. */
    static final long REQUEST_RULES_END = 950_000;

    private static final String FIRST = """
            SecRuleEngine DetectionOnly
            SecResponseBodyAccess Off
            SecAction "id:900000,phase:1,nolog,pass,t:none,setvar:tx.paranoia_level=4,setvar:tx.executing_paranoia_level=4"
            SecAction "id:900400,phase:1,nolog,pass,t:none,setvar:tx.crs_validate_utf8_encoding=1,setvar:tx.arg_name_length=100,\\
              setvar:tx.arg_length=400,setvar:tx.total_arg_length=64000,setvar:tx.max_num_args=255,setvar:tx.max_file_size=64100,\\
              setvar:tx.combined_file_sizes=65535"
            SecRule REQUEST_HEADERS:X-Number "@unconditionalMatch" "id:%d,phase:1,pass,t:none,log,msg:'number',logdata:'%%{MATCHED_VAR}'"
            SecRule REQBODY_ERROR "!@eq 0" "id:9900003,phase:2,t:none,pass,log,msg:'request body',logdata:'%%{REQBODY_ERROR_MSG}'"
            """.formatted(NUMBER);

    private static final String LAST = """
            SecAction "id:%d,phase:2,pass,t:none,log,msg:'scores',logdata:'%%{TX.anomaly_score} %%{TX.sql_injection_score} %%{TX.xss_score} %%{TX.rfi_score} %%{TX.lfi_score} %%{TX.rce_score} %%{TX.php_injection_score} %%{TX.http_violation_score} %%{TX.session_fixation_score}'"
            """.formatted(SCORES);

    private ApacheRules() {}

    /** What both engines load. Audit directives are Apache's own configuration. */
    static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        String recommended = Files.readString(Path.of("/etc/modsecurity/modsecurity.conf-recommended"))
                .replaceAll("(?m)^Sec(?:Audit|RuleEngine|Tmp|Data|StatusEngine|ResponseBodyAccess)\\S* .*$", "")
                .replace("unicode.mapping 20127", "/etc/modsecurity/unicode.mapping 20127");
        files.add(write(folder.resolve("recommended.conf"), recommended));
        files.add(write(folder.resolve("first.conf"), FIRST));
        files.add(Path.of("/etc/modsecurity/crs/crs-setup.conf"));
        try (Stream<Path> all = Files.list(CRS)) {
            all.filter(file -> file.toString().endsWith(".conf")).sorted().forEach(files::add);
        }
        files.add(write(folder.resolve("last.conf"), LAST));
        return files;
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.writeString(file.toAbsolutePath(), text, StandardCharsets.UTF_8);
    }
}
