package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.engine.Compatibility;
import io.rempart.engine.EngineException;
import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.evaluation.CompiledRuleSet;
import io.rempart.workbench.Texts;
import io.rempart.workbench.WorkbenchException;
import io.rempart.workbench.explain.Exchange;
import io.rempart.workbench.explain.Explainer;
import io.rempart.workbench.explain.Story;
import io.rempart.workbench.explain.StoryHtml;
import io.rempart.workbench.explain.StoryMap;
import io.rempart.workbench.explain.StoryText;
import io.rempart.workbench.ftw.SuiteSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rempart rules explain}: what rules make of a request, step by step. */
@Command(name = "explain", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
public final class RulesExplainCommand implements Callable<Integer> {
    private static final long MOST_BYTES = 64L << 20;

    /** How the story is written. */
    enum Format {
        TEXT,
        JSON,
        HTML
    }

    @Option(names = "--rules", paramLabel = "DIR", required = true, descriptionKey = "rules.test.rules")
    List<Path> rules = List.of();

    @Option(names = "--setup", paramLabel = "FILE", descriptionKey = "rules.test.setup")
    List<Path> setup = List.of();

    @Option(names = "--bare", descriptionKey = "rules.explain.bare")
    boolean bare;

    @Option(names = "--compatibility", paramLabel = "V2|V3|CORAZA", descriptionKey = "rules.compatibility")
    Compatibility compatibility = Compatibility.V2;

    @Option(names = "--json-names", paramLabel = "V2|V3|CORAZA", descriptionKey = "rules.json-names")
    BodyLimits.@Nullable JsonNames jsonNames;

    @Option(names = "--rule", paramLabel = "ID", descriptionKey = "rules.explain.rule")
    List<Long> wanted = List.of();

    @Option(names = "--all", descriptionKey = "rules.explain.all")
    boolean all;

    @Option(names = "--format", paramLabel = "TEXT|JSON|HTML", descriptionKey = "rules.explain.format")
    Format format = Format.TEXT;

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @ArgGroup(multiplicity = "1")
    Source source = new Source();

    /** Where the request comes from. */
    static final class Source {
        @Parameters(index = "0", paramLabel = "URL", descriptionKey = "rules.explain.url")
        @Nullable
        String url;

        @Option(names = "--raw", paramLabel = "FILE", descriptionKey = "rules.explain.raw")
        @Nullable
        Path raw;

        @Option(names = "--audit", paramLabel = "FILE", descriptionKey = "rules.explain.audit")
        @Nullable
        Path audit;
    }

    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            descriptionKey = "rules.explain.method")
    @Nullable
    String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "FIELD",
            descriptionKey = "rules.explain.header")
    List<String> headers = List.of();

    @Option(
            names = {"-d", "--data-binary"},
            paramLabel = "TEXT|@FILE",
            descriptionKey = "rules.explain.data")
    @Nullable
    String data;

    @Option(names = "--response", paramLabel = "FILE", descriptionKey = "rules.explain.response")
    @Nullable
    Path response;

    @Option(names = "--event", paramLabel = "ID", descriptionKey = "rules.explain.event")
    @Nullable
    String event;

    @Option(names = "--client", paramLabel = "ADDRESS", descriptionKey = "rules.explain.client")
    String client = "192.0.2.1";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Story story;
        try {
            CompiledRuleSet set = SuiteSetup.served(rules, setup, bare)
                    .compatibility(compatibility)
                    .jsonNames(jsonNames)
                    .load();
            story = new Explainer(new HashSet<>(wanted), all).explain(set, exchange());
        } catch (WorkbenchException | EngineException expected) {
            throw new CommandProblem(String.valueOf(expected.getMessage()));
        }
        Texts texts = new Texts(Messages.terminalLocale());
        PrintWriter out = spec.commandLine().getOut();
        switch (json ? Format.JSON : format) {
            case JSON -> out.println(JsonLines.of(StoryMap.of(story)));
            case HTML -> out.print(StoryHtml.of(story, texts));
            case TEXT ->
                out.println(StoryText.of(story, texts)
                        .lines()
                        .map(TerminalText::safe)
                        .collect(Collectors.joining("\n")));
        }
        out.flush();
        return ExitCode.OK;
    }

    private Exchange exchange() throws IOException {
        byte[] answer = response == null ? null : bytes(response);
        if (source.audit != null) {
            return AuditedExchange.read(source.audit, event);
        }
        if (source.raw != null) {
            return Exchange.ofRaw(bytes(source.raw), answer, client);
        }
        byte[] body = data == null ? null : data.startsWith("@") ? bytes(Path.of(data.substring(1))) : utf8(data);
        return Exchange.ofFlags(String.valueOf(source.url), method, headers, body, answer, client);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    static byte[] bytes(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new CommandProblem(Messages.text("import.missing", file));
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new CommandProblem(Messages.text("rules.explain.large", file, MOST_BYTES >> 20));
        }
        return Files.readAllBytes(file);
    }
}
