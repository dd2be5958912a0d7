package io.rempart.console.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.console.Policies;
import io.rempart.console.page.Quarry;
import io.rempart.console.page.RuleFamily;
import io.rempart.console.page.Section;
import io.rempart.console.page.Tab;
import io.rempart.console.page.TimeRange;
import io.rempart.console.security.oidc.OidcRefusal;
import io.rempart.events.account.TokenScope;
import io.rempart.events.follow.FollowStatus;
import io.rempart.events.follow.FollowWarning;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.QueryField;
import io.rempart.events.query.QueryProblem;
import io.rempart.events.read.Reason;
import io.rempart.events.report.Report;
import io.rempart.events.store.IncidentStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both languages are complete: no key is missing, none is left over. */
class MessagesTest {
    private static final Pattern KEY =
            Pattern.compile("[\"'{]([a-z]+(?:\\.[a-z0-9-]+)+)[\"'}(]|(?:#\\{|text\\(')([a-z]+)[}(']");

    private static Properties messages(String language) throws IOException {
        Properties properties = new Properties();
        try (InputStream in =
                MessagesTest.class.getResourceAsStream("/io/rempart/console/messages_" + language + ".properties")) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return properties;
    }

    /** Keys that are put together from a value: each value must have its message. */
    private static Set<String> madeOfValues() {
        Set<String> keys = new TreeSet<>();
        for (SourceClass one : SourceClass.values()) {
            keys.add("class." + one.key());
        }
        for (Reason one : Reason.values()) {
            keys.add("quarantine.reason." + one.key());
        }
        for (Reason.Damage one : Reason.Damage.values()) {
            keys.add("quarantine.damage." + one.key());
        }
        for (Disposition one : Disposition.values()) {
            String key = word(one);
            keys.addAll(List.of("disposition." + key, "event.fate." + key, "event.fate." + key + ".status"));
        }
        for (TokenScope one : TokenScope.values()) {
            keys.add("token.scope." + one.key());
        }
        for (Severity one : Severity.values()) {
            keys.add("severity." + word(one));
        }
        for (OidcRefusal.Reason one : OidcRefusal.Reason.values()) {
            keys.add("login.oidc." + word(one));
        }
        for (Section one : Section.values()) {
            keys.add("rail." + one.key());
        }
        for (Policies.Mode one : Policies.Mode.values()) {
            keys.add("policies.mode." + one.key());
        }
        for (Report.State one : Report.State.values()) {
            keys.add("reports.state." + word(one).replace('-', '_'));
        }
        for (String one : List.of("waiting", "sent", "not-sent", "all")) {
            keys.add("reports.which." + one);
        }
        for (String one : List.of("in-force", "awaits", "expired", "rolled-back", "ended")) {
            keys.add("blocks.is." + one);
        }
        for (String one : List.of("enforced", "refused", "unknown", "off")) {
            keys.add("blocks.enforcement." + one);
        }
        for (String one : List.of("current", "behind", "ended", "empty")) {
            keys.add("feeds.state." + one);
        }
        for (String one : List.of("block", "allow")) {
            keys.addAll(List.of("blocks.new." + one, "blocks.target." + one));
        }
        for (String one : List.of("email", "webhook", "ntfy")) {
            keys.add("notifications.kind." + one);
        }
        ReputationWording.USES.forEach(one -> keys.add("reputation.use." + one));
        ReputationWording.reasons().forEach(one -> keys.add("reputation.problem." + one));
        for (Tab one : Tab.values()) {
            keys.add("tab." + one.key());
        }
        for (String family : Stream.concat(RuleFamily.PREFIXES.stream(), Stream.of("network", "other"))
                .toList()) {
            for (String one : List.of(".name", ".seen", ".why", ".advice")) {
                keys.add("family." + family + one);
            }
        }
        for (QueryField field : QueryField.values()) {
            keys.add(field.descriptionKey());
        }
        for (QueryProblem.Kind kind : QueryProblem.Kind.values()) {
            if (kind != QueryProblem.Kind.OTHER) {
                keys.add("query.problem." + word(kind));
            }
        }
        keys.add("query.problem.unknown-field.nearest");
        for (FollowWarning.Code code : FollowWarning.Code.values()) {
            keys.add("log.warning." + word(code));
        }
        for (FollowStatus.State one : FollowStatus.State.values()) {
            keys.add("logs.file." + word(one));
        }
        for (String one : List.of("url", "html", "escapes", "base64")) {
            keys.add("event.layer." + one);
            keys.add("event.coding." + one);
        }
        for (SourceClass one : SourceClass.values()) {
            keys.add("report.meaning." + one.key());
        }
        for (String one : List.of("hour", "day", "week", "month")) {
            keys.addAll(List.of("statistics.by." + one, "statistics.time." + one, "statistics.table." + one));
        }
        for (String one : List.of("classes", "time", "countries", "networks", "hosts", "hours")) {
            keys.add("statistics.file." + one);
        }
        keys.addAll(List.of("statistics.countries", "statistics.networks", "statistics.hosts"));
        for (String one : List.of("scanner", "attack-tool", "library", "crawler")) {
            keys.add("tool." + one);
        }
        for (String one : Quarry.KEYS) {
            keys.add("quarry." + one);
        }
        for (String one : List.of("block", "report", "allow")) {
            keys.addAll(List.of("act." + one, "act." + one + ".sure", "act.done." + one));
        }
        for (String one : List.of("1h", "24h", "7d", "30d", "ever")) {
            keys.add("act.lasting." + one);
        }
        for (String one : List.of("confirmed", "unconfirmed", "none", "late", "busy")) {
            keys.add("source.name." + one);
        }
        for (String one : List.of("open", "escalated", "archived", "all")) {
            keys.add("inbox.state." + one);
        }
        for (IncidentStore.State one : IncidentStore.State.values()) {
            keys.add("inbox.history." + word(one));
        }
        keys.add("inbox.view.incidents");
        for (IncidentStore.CampaignKind one : IncidentStore.CampaignKind.values()) {
            keys.addAll(List.of("inbox.view." + word(one), "campaign.by." + word(one)));
        }
        keys.addAll(List.of("inbox.order.gravest", "inbox.order.newest"));
        for (String one : List.of("archive", "escalate", "open", "comment", "assign", "release", "undone")) {
            keys.add("inbox.done." + one);
        }
        for (String one : List.of("query", "form", "json", "multipart", "file", "cookie")) {
            keys.add("event.fields." + one);
        }
        for (String one : TimeRange.KEYS) {
            keys.add("scope.range." + one);
        }
        for (String one : List.of("auto", "light", "dark")) {
            keys.add("appearance." + one);
        }
        for (String one : List.of("viewer", "analyst", "admin")) {
            keys.add("role." + one);
        }
        for (String one : List.of("ok", "behind", "warning", "unbalanced", "imported")) {
            keys.add("logs.state." + one);
        }
        for (String one : List.of("400", "403", "403.stale", "403.demo", "404", "405", "413", "500", "503")) {
            keys.add("error." + one);
        }
        return keys;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Set<String> writtenInPagesAndCode() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (String root : List.of("src/main/resources/templates", "src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Matcher matcher = KEY.matcher(Files.readString(file));
                    int from = 0;
                    while (matcher.find(from)) {
                        keys.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
                        from = matcher.end() - 1;
                    }
                }
            }
        }
        return keys;
    }

    @Test
    void saysTheSameThingsInBothLanguages() throws IOException {
        assertThat(messages("fr").stringPropertyNames())
                .isEqualTo(messages("en").stringPropertyNames());
    }

    @Test
    void hasAMessageForEveryKeyThatAPageNames() throws IOException {
        Set<String> known = messages("en").stringPropertyNames();
        assertThat(known).containsAll(madeOfValues());
        Pattern inTemplate = Pattern.compile("#\\{([a-z][a-z0-9.-]*)[}(]");
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/templates"))) {
            for (Path file : files.toList()) {
                Matcher matcher = inTemplate.matcher(Files.readString(file));
                while (matcher.find()) {
                    assertThat(known).as("key of %s", file).contains(matcher.group(1));
                }
            }
        }
        Pattern inCode =
                Pattern.compile("(?:\\.text|counted|Optional\\.of)\\(\\s*[\"']([a-z]+(?:\\.[a-z0-9-]+)+)[\"']");
        for (String root : List.of("src/main/resources/templates", "src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Matcher matcher = inCode.matcher(Files.readString(file));
                    while (matcher.find()) {
                        assertThat(known).as("key of %s", file).contains(matcher.group(1));
                    }
                }
            }
        }
    }

    @Test
    void hasNoMessageThatNothingShows() throws IOException {
        Set<String> left = new TreeSet<>(messages("en").stringPropertyNames());
        left.removeAll(madeOfValues());
        left.removeAll(writtenInPagesAndCode());
        assertThat(left).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void canBeFormatted(String language) throws IOException {
        Properties messages = messages(language);
        for (String key : messages.stringPropertyNames()) {
            String text = messages.getProperty(key);
            assertThat(text).as(key).isNotBlank().doesNotContain("'"); // MessageFormat would eat it; write ’
            if (!key.startsWith("log.warning.")) {
                assertThat(new MessageFormat(text, Locale.forLanguageTag(language)).format(new Object[] {2, 3, 4}))
                        .as(key)
                        .isNotBlank();
            }
        }
    }

    @Test
    void asksForTheSameArgumentsInBothLanguages() throws IOException {
        Pattern place = Pattern.compile("\\{([a-z0-9]+)");
        Properties english = messages("en");
        Properties french = messages("fr");
        for (String key : english.stringPropertyNames()) {
            Set<String> one = new TreeSet<>();
            place.matcher(english.getProperty(key)).results().forEach(found -> one.add(found.group(1)));
            Set<String> other = new TreeSet<>();
            place.matcher(french.getProperty(key)).results().forEach(found -> other.add(found.group(1)));
            assertThat(other).as(key).isEqualTo(one);
        }
    }

    /** Numbers that are never one, or signs: their messages need one form. */
    private static final Set<String> NEVER_ONE = Set.of(
            "duration.days", // from two days on; less is given in hours
            "token.days", // 30, 90, 365
            "archive.would", // 30 days
            "overview.paths.newest", // 10,000
            "api.problem.exports", // 2
            "api.problem.body-too-large",
            "api.problem.too-long",
            "quarantine.reason.too-long",
            "quarantine.damage.too-deep",
            "evidence.spread", // from 8 paths on
            "rules.combinations.partly", // as many as were counted until the time was up
            "api.problem.too-many", // limits
            "event.raw.cut", // sizes with their unit
            "show.cut",
            "quarantine.kept",
            "report.less"); // a percentage

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void saysOneThingAsOneThing(String language) throws IOException {
        Pattern plural = Pattern.compile("\\{\\d+(?:,number)?\\}[\\s\\u00a0\\u202f]+(?:"
                + (language.equals("fr") ? "sont|se sont|ont|(?:autres[\\s\\u00a0]+)?" : "are|were|(?:more )?")
                + "(?!goes\\b|was\\b|is\\b|has\\b|this\\b|needs\\b|stands\\b|runs\\b|dans\\b|dépasse\\b|chacun\\b|plus\\b|vers\\b|sous\\b)"
                + "\\p{L}{2,}[sx])(?![\\p{L}’])");
        Properties messages = messages(language);
        Set<String> wrong = new TreeSet<>();
        for (String key : messages.stringPropertyNames()) {
            if (!NEVER_ONE.contains(key)
                    && plural.matcher(withoutChoices(messages.getProperty(key))).find()) {
                wrong.add(key + "=" + messages.getProperty(key));
            }
        }
        assertThat(wrong)
                .as("messages that say “1 events”: give them a form for one")
                .isEmpty();
    }

    /** The text with each {@code {0,choice,...}} taken out. */
    private static String withoutChoices(String text) {
        StringBuilder rest = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean begins = depth == 0 && text.substring(i).matches("(?s)\\{\\d+,choice,.*");
            if (begins || depth > 0 && text.charAt(i) == '{') {
                depth++;
            } else if (depth > 0 && text.charAt(i) == '}') {
                depth--;
            } else if (depth == 0) {
                rest.append(text.charAt(i));
            }
        }
        return rest.toString();
    }

    @Test
    void setsFrenchAsFrenchIsSet() throws IOException {
        Properties french = messages("fr");
        for (String key : french.stringPropertyNames()) {
            assertThat(french.getProperty(key))
                    .as(key)
                    .doesNotContainPattern("[a-zé\u00bb)] [:;!?\u00bb]")
                    .doesNotContainPattern("\u00ab ")
                    .doesNotContain("\u201c");
        }
    }
}
