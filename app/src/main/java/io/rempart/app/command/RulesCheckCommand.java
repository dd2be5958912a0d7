package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.engine.Compatibility;
import io.rempart.workbench.Texts;
import io.rempart.workbench.WorkbenchException;
import io.rempart.workbench.check.Finding;
import io.rempart.workbench.check.RuleCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rempart rules check}: what is wrong with rules, and what other engines would make of them. */
@Command(name = "check", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
public final class RulesCheckCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "DIR|FILE", descriptionKey = "rules.check.places")
    List<Path> places = List.of();

    @Option(names = "--compatibility", paramLabel = "V2|V3|CORAZA", descriptionKey = "rules.compatibility")
    Compatibility compatibility = Compatibility.V2;

    @Option(names = "--strict", descriptionKey = "rules.check.strict")
    boolean strict;

    @Option(names = "--notes", descriptionKey = "rules.check.notes")
    boolean notes;

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Override
    public Integer call() {
        RuleCheck.Report report;
        try {
            report = new RuleCheck(new Texts(Messages.terminalLocale()), compatibility).run(places);
        } catch (WorkbenchException expected) {
            throw new CommandProblem(String.valueOf(expected.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            report.findings().forEach(finding -> out.println(JsonLines.of(asMap(finding))));
        } else {
            grouped(report.findings()).forEach(group -> out.println(TerminalText.safe(line(group))));
        }
        long errors = report.count(Finding.Level.ERROR);
        long warnings = report.count(Finding.Level.WARNING);
        long noted = report.count(Finding.Level.NOTE);
        if (json) {
            Map<String, Object> sums = new LinkedHashMap<>();
            sums.put("files", report.files());
            sums.put("rules", report.rules());
            sums.put("errors", errors);
            sums.put("warnings", warnings);
            sums.put("notes", noted);
            out.println(JsonLines.of(sums));
        } else {
            out.println(Messages.text("rules.check.done", report.files(), report.rules(), errors, warnings, noted));
        }
        out.flush();
        return errors > 0 || strict && warnings > 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    /** Findings that say the same of many places make one line; errors each make their own. */
    private List<List<Finding>> grouped(List<Finding> findings) {
        Map<String, List<Finding>> groups = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (finding.level() == Finding.Level.NOTE && !notes) {
                continue;
            }
            boolean alone =
                    finding.level() == Finding.Level.ERROR || finding.kind().equals("backtracking");
            String key = alone ? "#" + groups.size() : finding.kind() + finding.problem();
            groups.computeIfAbsent(key, any -> new ArrayList<>()).add(finding);
        }
        return List.copyOf(groups.values());
    }

    private static String line(List<Finding> group) {
        Finding first = group.get(0);
        String level = Messages.text("rules.check." + first.level().name().toLowerCase(Locale.ROOT));
        StringBuilder line = new StringBuilder(first.file())
                .append(':')
                .append(first.line())
                .append(": ")
                .append(level)
                .append(": ")
                .append(first.problem());
        if (!first.text().isEmpty() && !first.problem().contains(first.text())) {
            line.append("  [").append(first.text()).append(']');
        }
        if (!first.remedy().isEmpty()) {
            line.append(' ').append(first.remedy());
        }
        if (group.size() > 1) {
            line.append(' ').append(Messages.text("rules.check.more", group.size() - 1));
        }
        return line.toString();
    }

    private static Map<String, Object> asMap(Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("level", finding.level().name().toLowerCase(Locale.ROOT));
        map.put("kind", finding.kind());
        map.put("file", finding.file());
        map.put("line", finding.line());
        map.put("text", finding.text());
        map.put("problem", finding.problem());
        map.put("remedy", finding.remedy());
        return map;
    }
}
