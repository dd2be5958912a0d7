package io.rempart.engine.seclang;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.RuleError;
import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.evaluation.CompiledRuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directives that do something outside of the rules: files, collections, measurements. */
class DirectivesTest {
    private static final String ON = "SecRuleEngine On\nSecRequestBodyAccess On\n";
    private static final String UPLOAD = String.join(
            "\r\n",
            "--b",
            "Content-Disposition: form-data; name=\"f\"; filename=\"../../evil\"",
            "",
            "content",
            "--b--",
            "");

    @TempDir
    Path folder;

    @Test
    void aDatasetIsReadOverLines() {
        CompiledRuleSet rules = load("""
                SecDataset words `
                # a comment
                first word
                second
                `
                SecDataset hosts `192.0.2.0/24`
                SecRule ARGS "@pmFromDataset words" "id:1,phase:1,deny"
                SecRule REMOTE_ADDR "@ipMatchFromDataset hosts" "id:2,phase:1,deny"
                """);
        assertThat(get(rules, "/?a=the+second").ruleId()).isEqualTo(1);
        assertThat(get(rules, "/?a=comment").interrupts()).isFalse();
        try (Transaction transaction = rules.begin()) {
            transaction.connection("192.0.2.7", 1, "198.51.100.1", 80);
            transaction.requestLine(bytes("GET"), bytes("/"), bytes("HTTP/1.1"));
            assertThat(transaction.processRequestHeaders().ruleId()).isEqualTo(2);
        }
    }

    @Test
    void aRuleThatUsesUpItsStepsIsStoppedWithInterceptOnError() {
        String rule = "SecRule ARGS \"@rx (?=(a+))\\1+b\" \"id:1,phase:1,pass\"\n";
        String long_ = "/?a=b" + "a".repeat(5_000);
        assertThat(get(load("SecPcreMatchLimit 100\n" + rule), long_).interrupts())
                .isFalse();
        Verdict verdict = get(load("SecPcreMatchLimit 100\nSecInterceptOnError On\n" + rule), long_);
        assertThat(verdict.status()).isEqualTo(500);
        assertThat(verdict.reason()).contains("SecInterceptOnError");
    }

    @Test
    void slowRulesAreToldByPerfRules() {
        String rule = "SecRule ARGS \"@rx a\" \"id:1,phase:1,pass\"\n"
                + "SecRule &PERF_RULES \"@gt 0\" \"id:2,phase:2,deny\"";
        assertThat(get(load("SecRulePerfTime 1000000000\n" + rule), "/?a=a").interrupts())
                .isFalse();
        assertThat(get(load(rule), "/?a=a").interrupts()).isFalse();
    }

    @Test
    void collectionsOfADataDirectoryAreSharedByRuleSetsAndSaved() throws IOException {
        String rules = "SecDataDir " + folder + "\n"
                + "SecAction \"id:1,phase:1,pass,nolog,initcol:global=x,setvar:global.n=+1\"\n"
                + "SecRule GLOBAL:n \"@ge 2\" \"id:2,phase:1,deny\"";
        assertThat(get(load(rules), "/").interrupts()).isFalse();
        assertThat(get(load(rules), "/").interrupts()).isTrue();
        io.rempart.engine.collection.DataDirectoryAccess.saveAll();
        assertThat(folder.resolve("rempart-collections")).isNotEmptyFile();
    }

    @Test
    void aDataDirectoryThatIsNotThereIsAWarning() {
        CompiledRuleSet rules = load("SecDataDir " + folder.resolve("none"));
        assertThat(rules.warnings()).extracting(RuleError::problem).anyMatch(text -> text.contains("SecDataDir"));
    }

    @Test
    void anUploadedFileLiesOnDiskWhileTheTransactionLasts() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        CompiledRuleSet rules =
                load("SecTmpDir " + temporary + "\nSecRule FILES_TMPNAMES \"@contains evil\" \"id:1,phase:2,deny\"");
        try (Transaction transaction = upload(rules)) {
            List<ByteSlice> names = transaction.values("FILES_TMPNAMES");
            assertThat(names).hasSize(1);
            assertThat(Path.of(names.get(0).toString())).hasContent("content").hasParent(temporary);
            assertThat(transaction.verdict().interrupts()).isFalse();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void anUploadedFileIsKeptAsTheDirectivesSay() throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path kept = Files.createDirectory(folder.resolve("kept"));
        String directives = "SecTmpDir " + temporary + "\nSecUploadDir " + kept + "\nSecUploadKeepFiles ";
        upload(load(directives + "RelevantOnly\nSecAuditEngine RelevantOnly")).close();
        assertThat(kept).isEmptyDirectory();
        upload(load(directives + "On\nSecUploadFileMode 0640")).close();
        assertThat(temporary).isEmptyDirectory();
        try (Stream<Path> files = Files.list(kept)) {
            Path file = files.findFirst().orElseThrow();
            assertThat(file).hasContent("content");
            assertThat(Files.getPosixFilePermissions(file)).hasSizeLessThanOrEqualTo(3);
        }
        upload(load(directives
                        + "RelevantOnly\nSecAuditEngine RelevantOnly\nSecAction \"id:1,phase:2,log,auditlog,pass\""))
                .close();
        try (Stream<Path> files = Files.list(kept)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void anUploadThatCannotBeWrittenHasNoName() {
        CompiledRuleSet rules = load(
                "SecTmpDir " + folder.resolve("none") + "\nSecRule &FILES_TMPNAMES \"@eq 0\" \"id:1,phase:2,deny\"");
        try (Transaction transaction = upload(rules)) {
            assertThat(transaction.verdict().ruleId()).isEqualTo(1);
        }
    }

    private static Transaction upload(CompiledRuleSet rules) {
        Transaction transaction = rules.begin();
        transaction.requestLine(bytes("POST"), bytes("/"), bytes("HTTP/1.1"));
        transaction.requestHeader(bytes("Content-Type"), bytes("multipart/form-data; boundary=b"));
        transaction.processRequestHeaders();
        transaction.requestBody(bytes(UPLOAD));
        transaction.processRequestBody();
        return transaction;
    }

    private static CompiledRuleSet load(String rules) {
        return new RuleSetLoader().text("test", ON + rules).load();
    }

    private static Verdict get(CompiledRuleSet rules, String uri) {
        try (Transaction transaction = rules.begin()) {
            transaction.requestLine(bytes("GET"), bytes(uri), bytes("HTTP/1.1"));
            transaction.processRequestHeaders();
            return transaction.processRequestBody();
        }
    }

    private static ByteSlice bytes(String text) {
        return ByteSlice.latin1(text);
    }
}
