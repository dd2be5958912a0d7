package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.engine.Compatibility;
import io.rempart.engine.EngineException;
import io.rempart.engine.body.BodyLimits;
import io.rempart.workbench.WorkbenchException;
import io.rempart.workbench.ftw.EngineTarget;
import io.rempart.workbench.ftw.FtwOverrides;
import io.rempart.workbench.ftw.FtwReader;
import io.rempart.workbench.ftw.FtwResult;
import io.rempart.workbench.ftw.FtwRunner;
import io.rempart.workbench.ftw.FtwTarget;
import io.rempart.workbench.ftw.FtwTest;
import io.rempart.workbench.ftw.SuiteSetup;
import io.rempart.workbench.ftw.UrlTarget;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rempart rules test}: runs FTW tests against Rempart's engine, or against any firewall at a URL. */
@Command(name = "test", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
public final class RulesTestCommand implements Callable<Integer> {
    @Option(names = "--rules", paramLabel = "DIR", descriptionKey = "rules.test.rules")
    List<Path> rules = List.of();

    @Option(names = "--tests", paramLabel = "DIR", required = true, descriptionKey = "rules.test.tests")
    List<Path> tests = List.of();

    @Option(names = "--setup", paramLabel = "FILE", descriptionKey = "rules.test.setup")
    List<Path> setup = List.of();

    @Option(names = "--bare", descriptionKey = "rules.test.bare")
    boolean bare;

    @Option(names = "--compatibility", paramLabel = "V2|V3|CORAZA", descriptionKey = "rules.compatibility")
    Compatibility compatibility = Compatibility.V2;

    @Option(names = "--json-names", paramLabel = "V2|V3|CORAZA", descriptionKey = "rules.json-names")
    BodyLimits.@Nullable JsonNames jsonNames;

    @Option(names = "--url", paramLabel = "URL", descriptionKey = "rules.test.url")
    @Nullable
    URI url;

    @Option(names = "--log", paramLabel = "FILE", descriptionKey = "rules.test.log")
    @Nullable
    Path log;

    @Option(names = "--overrides", paramLabel = "FILE", descriptionKey = "rules.test.overrides")
    @Nullable
    Path overrides;

    @Option(names = "--only", paramLabel = "REGEX", descriptionKey = "rules.test.only")
    @Nullable
    String only;

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    private int unreadable;

    @Override
    public Integer call() {
        try {
            List<FtwTest> wanted = wanted();
            FtwOverrides platform = overrides == null ? FtwOverrides.none() : FtwOverrides.read(overrides);
            long start = System.nanoTime();
            try (FtwTarget target = target()) {
                boolean hasLog = url == null || log != null;
                List<FtwResult> results = new FtwRunner(target, hasLog, platform).run(wanted, this::tell);
                return summary(results, System.nanoTime() - start);
            }
        } catch (WorkbenchException | EngineException expected) {
            throw new CommandProblem(String.valueOf(expected.getMessage()));
        }
    }

    private FtwTarget target() {
        if (url != null) {
            return new UrlTarget(url, log);
        }
        if (rules.isEmpty()) {
            throw new CommandProblem(Messages.text("rules.test.nothing"));
        }
        return new EngineTarget(SuiteSetup.loader(rules, setup, !bare)
                .compatibility(compatibility)
                .jsonNames(jsonNames));
    }

    private List<FtwTest> wanted() {
        List<FtwTest> wanted = new ArrayList<>();
        tests.forEach(place -> wanted.addAll(FtwReader.read(place, this::unreadable)));
        if (only != null) {
            try {
                Pattern names = Pattern.compile(only);
                wanted.removeIf(test -> !names.matcher(test.name()).find());
            } catch (PatternSyntaxException wrong) {
                throw new CommandProblem(Messages.text("rules.test.only.wrong", wrong.getDescription()));
            }
        }
        if (wanted.isEmpty()) {
            throw new CommandProblem(Messages.text("rules.test.none"));
        }
        return wanted;
    }

    private void unreadable(WorkbenchException broken) {
        unreadable++;
        spec.commandLine().getErr().println(TerminalText.safe(String.valueOf(broken.getMessage())));
    }

    private void tell(FtwResult result) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("test", result.test().name());
            line.put("file", result.test().file());
            line.put("passed", result.passed());
            line.put("problems", result.problems());
            line.put("logged", result.logged());
            line.put("overridden", result.overridden());
            line.put("milliseconds", result.nanos() / 1e6);
            out.println(JsonLines.of(line));
        } else if (!result.passed()) {
            out.println(TerminalText.safe(result.test().name() + "  " + String.join(" ", result.problems())));
        }
    }

    private int summary(List<FtwResult> results, long nanos) {
        long failed = results.stream().filter(result -> !result.passed()).count();
        long overridden = results.stream().filter(FtwResult::overridden).count();
        long files =
                results.stream().map(result -> result.test().file()).distinct().count();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("tests", results.size());
            line.put("files", files);
            line.put("passed", results.size() - failed);
            line.put("failed", failed);
            line.put("overridden", overridden);
            line.put("unreadable", unreadable);
            line.put("seconds", nanos / 1e9);
            out.println(JsonLines.of(line));
        } else {
            out.println(Messages.text(
                    "rules.test.done",
                    results.size(),
                    files,
                    results.size() - failed,
                    failed,
                    overridden,
                    nanos / 1e9));
            if (url != null && log == null) {
                out.println(Messages.text("rules.test.no-log"));
            }
        }
        out.flush();
        return failed == 0 && unreadable == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
}
