package io.rempart.engine.seclang;

import io.rempart.engine.operator.Operators;
import io.rempart.engine.seclang.Inventory.Entry;
import io.rempart.engine.seclang.Inventory.Status;
import io.rempart.engine.state.Variable;
import io.rempart.engine.transformation.Transformations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes docs/reference/seclang.md of the parser's tables and of what operators and transformations say of themselves in their sources. */
final class ReferencePage {
    private static final Pattern NAME =
            Pattern.compile("public String name\\(\\) \\{\\s*return \"([^\"]+)\"", Pattern.DOTALL);
    private static final Pattern COMMENT =
            Pattern.compile("/\\*\\*(.*?)\\*/\\s*(?:public )?final class", Pattern.DOTALL);

    private final Path sources;
    private final StringBuilder page = new StringBuilder();

    ReferencePage(Path sources) {
        this.sources = sources;
    }

    String text() throws IOException {
        List<Entry> all = Inventory.all();
        page.append("# The rule language\n\n");
        page.append(
                "What there is of SecLang, name by name. This page is made of the code (`make reference`) and a test holds it to it.\n\n");
        page.append(
                "- **works**: it does what the manual of ModSecurity says (of ModSecurity 2 where engines differ, unless");
        page.append(" the rules are loaded with another compatibility: `V3` or `CORAZA`).\n");
        page.append(
                "- **no effect**: it is accepted, changes nothing for the reason given, and is a warning of the load.\n");
        page.append("- **refused**: a rule set that has it does not load; the error says why.\n\n");
        counts(all);
        table("Directives", "directive", all);
        variables();
        functions("Operators", "operator", "@", operatorNotes(), all);
        functions("Transformations", "transformation", "t:", transformationNotes(), all);
        table("Actions", "action", all);
        table("Options of ctl", "ctl", all);
        page.append("Aliases: `").append(String.join("`, `", aliases())).append("`.\n");
        return page.toString();
    }

    private void counts(List<Entry> all) {
        page.append("| | works | no effect | refused |\n|---|---:|---:|---:|\n");
        for (String kind : List.of("directive", "variable", "operator", "transformation", "action", "ctl")) {
            page.append("| ").append(kind);
            for (Status status : Status.values()) {
                page.append(" | ")
                        .append(all.stream()
                                .filter(entry -> entry.kind().equals(kind) && entry.status() == status)
                                .count());
            }
            page.append(" |\n");
        }
    }

    private void table(String title, String kind, List<Entry> all) {
        page.append("\n## ").append(title).append("\n\n| name | | what it does, or why not |\n|---|---|---|\n");
        for (Entry entry : all) {
            if (entry.kind().equals(kind)) {
                row(entry.name(), entry.status(), entry.note());
            }
        }
        page.append('\n');
    }

    private void row(String name, Status status, String note) {
        page.append("| `").append(name).append("` | ").append(word(status)).append(" | ");
        page.append(note.replace("|", "\\|")).append(" |\n");
    }

    private static String word(Status status) {
        return switch (status) {
            case WORKS -> "works";
            case WITHOUT_EFFECT -> "no effect";
            case REFUSED -> "refused";
        };
    }

    private void variables() {
        page.append("\n## Variables\n\n| name | | keys | its values come from |\n|---|---|---|---|\n");
        for (Variable variable : Variable.values()) {
            String refusal = variable.refusal();
            if (refusal != null) {
                page.append("| `")
                        .append(variable)
                        .append("` | refused | | ")
                        .append(refusal)
                        .append(" |\n");
                continue;
            }
            page.append("| `").append(variable).append("` | works | ");
            page.append(variable.isXml() ? "XPath" : variable.isKeyed() ? "yes" : "")
                    .append(" | ");
            page.append(
                            switch (variable.area()) {
                                case REQUEST_HEAD -> "request line and header fields (phase 1)";
                                case REQUEST_CONTENT -> "the request with its body (phase 2)";
                                case RESPONSE_HEAD -> "the response's header (phase 3)";
                                case RESPONSE_CONTENT -> "the response's body (phase 4)";
                                case VOLATILE ->
                                    variable.collection() == null
                                            ? "the transaction, at any time"
                                            : "a collection that outlives transactions";
                            })
                    .append(" |\n");
        }
    }

    private void functions(String title, String kind, String mark, Map<String, String> notes, List<Entry> all) {
        page.append("\n## ").append(title).append('\n');
        for (Entry entry : all) {
            if (!entry.kind().equals(kind)) {
                continue;
            }
            page.append("\n### `").append(mark).append(entry.name()).append("`\n\n");
            if (entry.status() == Status.REFUSED) {
                page.append("Refused: ").append(entry.note()).append(".\n");
                continue;
            }
            String note = notes.get(entry.name());
            if (note == null) {
                throw new IllegalStateException(mark + entry.name() + " says nothing of itself");
            }
            page.append(note);
        }
        page.append('\n');
    }

    private Map<String, String> operatorNotes() throws IOException {
        return notes(sources.resolve("operator"));
    }

    private Map<String, String> transformationNotes() throws IOException {
        return notes(sources.resolve("transformation"));
    }

    private static Map<String, String> notes(Path folder) throws IOException {
        Map<String, String> notes = new HashMap<>();
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String source = Files.readString(file);
            Matcher name = NAME.matcher(source);
            Matcher comment = COMMENT.matcher(source);
            if (name.find() && comment.find()) {
                notes.put(name.group(1), markdown(comment.group(1)));
            }
        }
        return notes;
    }

    /** Description, Arguments, Returns, Example: a paragraph each, the first without its word. */
    private static String markdown(String comment) {
        StringBuilder out = new StringBuilder();
        String text =
                comment.replaceAll("(?m)^\\s*\\*", "").replaceAll("\\s+", " ").trim();
        for (String paragraph : text.split("<p>")) {
            String line = paragraph
                    .trim()
                    .replaceAll("\\{@(?:code|literal) ?((?:[^{}]|\\{[^{}]*\\})*)\\}", "`$1`")
                    .replaceAll("\\{@link #?([^} ]+)[^}]*\\}", "`$1`")
                    .replace("{@value #", "`")
                    .replaceAll("<[^>]+>", "");
            if (line.startsWith("Description: ")) {
                line = line.substring("Description: ".length());
            }
            line = line.replaceFirst("^(Arguments|Returns|Examples?):", "*$1:*");
            out.append(line).append("\n\n");
        }
        return out.toString().stripTrailing() + "\n";
    }

    private static List<String> aliases() {
        return Stream.concat(
                        Operators.all().stream()
                                .flatMap(operator -> operator.aliases().stream()
                                        .map(alias -> "@" + alias + " = @" + operator.name())),
                        Transformations.all().stream()
                                .flatMap(step ->
                                        step.aliases().stream().map(alias -> "t:" + alias + " = t:" + step.name())))
                .sorted((a, b) -> a.toLowerCase(Locale.ROOT).compareTo(b.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
