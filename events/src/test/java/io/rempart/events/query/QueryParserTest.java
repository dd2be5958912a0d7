package io.rempart.events.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import inet.ipaddr.IPAddressString;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query.NumberBetween;
import io.rempart.events.query.Query.NumberField;
import io.rempart.events.query.Query.TextField;
import io.rempart.events.query.Query.TextIs;
import io.rempart.events.query.Query.TextPattern;
import io.rempart.events.query.Query.TimeBetween;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {
    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static Query parse(String text) {
        return QueryParser.parse(text, NOW, PARIS);
    }

    private static QueryProblem problem(String text) {
        return catchThrowableOfType(QueryProblem.class, () -> parse(text));
    }

    private static Query.ClientIn client(String block) {
        return new Query.ClientIn(new IPAddressString(block).getAddress());
    }

    private static TextIs text(TextField field, String... pieces) {
        return new TextIs(field, new TextPattern(List.of(pieces)));
    }

    private static TimeBetween time(String from, String to) {
        return new TimeBetween(from == null ? null : Instant.parse(from), to == null ? null : Instant.parse(to));
    }

    @Test
    void readsTheSearchOfTheManual() {
        assertThat(parse("class:scanner ip:203.0.113.0/24 rule:942100 -status:404 host:shop.example.org since:2h"
                        + " \"union select\""))
                .isEqualTo(new Query.And(List.of(
                        new Query.ClassIs(Set.of(SourceClass.SCANNER)),
                        client("203.0.113.0/24"),
                        new Query.RuleIs(TextPattern.exactly("942100")),
                        new Query.Not(new NumberBetween(NumberField.STATUS, 404, 404)),
                        text(TextField.HOST, "shop.example.org"),
                        time("2026-11-23T16:00:00Z", null),
                        new Query.Contains("union select"))));
    }

    @Test
    void anEmptySearchIsEveryEvent() {
        assertThat(parse("")).isEqualTo(new Query.All());
        assertThat(parse(" \t\u00A0")).isEqualTo(new Query.All());
        assertThat(parse("").toText()).isEmpty();
    }

    @Test
    void readsFrenchWithAndWithoutAccents() {
        assertThat(parse("classe:pirate règle:942100 Statut:404 hôte:x chemin:/a méthode:GET pays:FR est:bloqué"))
                .isEqualTo(
                        parse("class:attack rule:942100 status:404 host:x path:/a method:GET country:FR is:blocked"));
        assertThat(parse("classe:faux-positif,non-classé"))
                .isEqualTo(new Query.ClassIs(Set.of(SourceClass.FALSE_POSITIVE, SourceClass.UNCLASSIFIED)));
        assertThat(parse("gravité:>=erreur")).isEqualTo(new Query.SeverityBetween(Severity.EMERGENCY, Severity.ERROR));
        assertThat(parse("«union select»")).isEqualTo(new Query.Contains("union select"));
        assertThat(parse("depuis:7j jusqu'a:hier")).isEqualTo(parse("since:7d until:yesterday"));
    }

    @Test
    void orBindsLessThanAndAndParenthesesGroup() {
        Query a = new Query.Contains("a");
        Query b = new Query.Contains("b");
        Query c = new Query.Contains("c");
        assertThat(parse("a b OR c")).isEqualTo(new Query.Or(List.of(new Query.And(List.of(a, b)), c)));
        assertThat(parse("a (b OR c)")).isEqualTo(new Query.And(List.of(a, new Query.Or(List.of(b, c)))));
        assertThat(parse("a AND b")).isEqualTo(new Query.And(List.of(a, b)));
        assertThat(parse("NOT (a OR b)")).isEqualTo(new Query.Not(new Query.Or(List.of(a, b))));
        assertThat(parse("--a")).isEqualTo(new Query.Not(new Query.Not(a)));
        assertThat(parse("((a))")).isEqualTo(a);
    }

    @Test
    void readsRangesAndComparisons() {
        assertThat(parse("status:500..599")).isEqualTo(new NumberBetween(NumberField.STATUS, 500, 599));
        assertThat(parse("status:5xx")).isEqualTo(new NumberBetween(NumberField.STATUS, 500, 599));
        assertThat(parse("score:>=5")).isEqualTo(new NumberBetween(NumberField.SCORE, 5, Long.MAX_VALUE));
        assertThat(parse("score:>5")).isEqualTo(new NumberBetween(NumberField.SCORE, 6, Long.MAX_VALUE));
        assertThat(parse("score:<=5")).isEqualTo(new NumberBetween(NumberField.SCORE, 0, 5));
        assertThat(parse("status:<400")).isEqualTo(new NumberBetween(NumberField.STATUS, 1, 399));
        assertThat(parse("asn:AS64496")).isEqualTo(new NumberBetween(NumberField.ASN, 64_496, 64_496));
        assertThat(parse("rule:942100..942999")).isEqualTo(new Query.RuleBetween(942_100, 942_999));
        assertThat(parse("rule:942*")).isEqualTo(new Query.RuleIs(new TextPattern(List.of("942", ""))));
        assertThat(parse("rule:1:2010935")).isEqualTo(new Query.RuleIs(TextPattern.exactly("1:2010935")));
        assertThat(parse("severity:critical..warning"))
                .isEqualTo(new Query.SeverityBetween(Severity.CRITICAL, Severity.WARNING));
        assertThat(parse("severity:2")).isEqualTo(new Query.SeverityBetween(Severity.CRITICAL, Severity.CRITICAL));
        assertThat(parse("severity:<error")).isEqualTo(new Query.SeverityBetween(Severity.WARNING, Severity.DEBUG));
    }

    @Test
    void readsListsWildcardsAndQuotes() {
        assertThat(parse("host:a.example,b.example"))
                .isEqualTo(new Query.Or(List.of(text(TextField.HOST, "a.example"), text(TextField.HOST, "b.example"))));
        assertThat(parse("ua:*curl*")).isEqualTo(text(TextField.USER_AGENT, "", "curl", ""));
        assertThat(parse("ua:*\"a, *b\"*")).isEqualTo(text(TextField.USER_AGENT, "", "a, *b", ""));
        assertThat(parse("country:\"\"")).isEqualTo(text(TextField.COUNTRY, ""));
        assertThat(parse("\"say \\\"hi\\\"\"")).isEqualTo(new Query.Contains("say \"hi\""));
        assertThat(parse("format:coraza*"))
                .isEqualTo(new Query.FormatIs(Set.of(
                        AuditFormat.CORAZA_JSON,
                        AuditFormat.CORAZA_LEGACY_JSON,
                        AuditFormat.CORAZA_NATIVE,
                        AuditFormat.CORAZA_OCSF)));
        assertThat(parse("is:detected")).isEqualTo(new Query.DispositionIs(Disposition.DETECTED));
        assertThat(parse("is:judged tls:no"))
                .isEqualTo(new Query.And(List.of(new Query.JudgedByPerson(), new Query.TlsIs(false))));
    }

    @Test
    void bareWordsMayLookLikeAttacks() {
        assertThat(parse("alert(1)")).isEqualTo(new Query.Contains("alert(1)"));
        assertThat(parse("${jndi:ldap://x}")).isEqualTo(new Query.Contains("${jndi:ldap://x}"));
        assertThat(parse("http://evil.example/")).isEqualTo(new Query.Contains("http://evil.example/"));
        assertThat(parse("../../etc/passwd")).isEqualTo(new Query.Contains("../../etc/passwd"));
        assertThat(parse("1'or'1'='1")).isEqualTo(new Query.Contains("1'or'1'='1"));
        assertThat(parse("a\"b")).isEqualTo(new Query.Contains("a\"b"));
        assertThat(parse("*admin*")).isEqualTo(new Query.Contains("admin"));
    }

    @Test
    void aBareAddressIsASource() {
        assertThat(parse("203.0.113.7")).isEqualTo(client("203.0.113.7"));
        assertThat(parse("203.0.113.7/24")).isEqualTo(client("203.0.113.0/24"));
        assertThat(parse("2001:db8::/32")).isEqualTo(client("2001:db8::/32"));
        assertThat(parse("dead:beef::1")).isEqualTo(client("dead:beef::1"));
        assertThat(parse("::ffff:203.0.113.7")).isEqualTo(client("203.0.113.7"));
        assertThat(parse("1.2.3")).isEqualTo(new Query.Contains("1.2.3"));
        assertThat(parse("\"203.0.113.7\"")).isEqualTo(new Query.Contains("203.0.113.7"));
    }

    @Test
    void readsTimesInTheReadersZone() {
        assertThat(parse("since:2026-11-22")).isEqualTo(time("2026-11-21T23:00:00Z", null));
        assertThat(parse("until:2026-11-22")).isEqualTo(time(null, "2026-11-21T23:00:00Z"));
        assertThat(parse("time:2026-11-22")).isEqualTo(time("2026-11-21T23:00:00Z", "2026-11-22T23:00:00Z"));
        assertThat(parse("time:2026-11-22T09:30..10:00"))
                .isEqualTo(time("2026-11-22T08:30:00Z", "2026-11-22T09:00:00Z"));
        assertThat(parse("time:2026-11-20..2026-11-22"))
                .isEqualTo(time("2026-11-19T23:00:00Z", "2026-11-22T23:00:00Z"));
        assertThat(parse("time:2026-11-22T09:30")).isEqualTo(time("2026-11-22T08:30:00Z", "2026-11-22T08:31:00Z"));
        assertThat(parse("time:2026-11")).isEqualTo(time("2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"));
        assertThat(parse("since:2026-11-22T09:30:00Z")).isEqualTo(time("2026-11-22T09:30:00Z", null));
        assertThat(parse("since:2026-11-22T09:30+0200")).isEqualTo(time("2026-11-22T07:30:00Z", null));
        assertThat(parse("since:today")).isEqualTo(time("2026-11-22T23:00:00Z", null));
        assertThat(parse("since:90min")).isEqualTo(time("2026-11-23T16:30:00Z", null));
        assertThat(parse("since:09:30")).isEqualTo(time("2026-11-23T08:30:00Z", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "statuss:404 | 0 | There is no field \"statuss\". Did you mean \"status\"? To search for the text itself, put it in quotes.",
                "a clas:x | 2 | There is no field \"clas\". Did you mean \"class\"? To search for the text itself, put it in quotes.",
                "javascript:alert | 0 | There is no field \"javascript\". To search for the text itself, put it in quotes.",
                "ip:203.0.113.256 | 3 | \"203.0.113.256\" is no address. Write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.",
                "status:abc | 7 | \"abc\" is no number for \"status\". Write 404, 500..599 or >=5.",
                "status:599..500 | 7 | This range ends before it begins: 599..500.",
                "since:2026-13-01 | 6 | \"2026-13-01\" is no time. Write 2h, 7d, 2026-11-22, 2026-11-22T09:30 or today.",
                "since:soon | 6 | \"soon\" is no time. Write 2h, 7d, 2026-11-22, 2026-11-22T09:30 or today.",
                "\"abc | 0 | This quote is never closed.",
                "(a | 0 | This \"(\" is never closed.",
                "a ) | 2 | There is no \"(\" for this \")\".",
                "( ) | 0 | There is nothing in these parentheses.",
                "status: 404 | 7 | \"status:\" needs a value, without a blank before it.",
            })
    void saysWhatIsWrongAndWhere(String text, int position, String message) {
        QueryProblem problem = problem(text);
        assertThat(problem.getMessage()).isEqualTo(message);
        assertThat(problem.position()).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OR",
                "a OR",
                "OR a",
                "AND",
                "a AND",
                "NOT",
                "-( )",
                ")",
                "a OR OR b",
                "(a OR)",
                "class:pirat",
                "*",
                "is:x",
                "\"\""
            })
    void refusesWhatHasNoMeaning(String text) {
        assertThat(problem(text)).isNotNull();
    }

    @Test
    void namesTheNearestClass() {
        assertThat(problem("classe:pirat").getMessage()).contains("Did you mean \"pirate\"?");
    }

    @Test
    void hasBounds() {
        assertThat(problem("a".repeat(QueryParser.LENGTH + 1)).kind()).isEqualTo(QueryProblem.Kind.TOO_MUCH);
        assertThat(parse("a".repeat(QueryParser.LENGTH))).isInstanceOf(Query.Contains.class);
        assertThat(problem("a ".repeat(QueryParser.TERMS + 1)).kind()).isEqualTo(QueryProblem.Kind.TOO_MUCH);
        assertThat(parse("a ".repeat(QueryParser.TERMS))).isInstanceOf(Query.And.class);
        assertThat(problem("(".repeat(QueryParser.DEPTH + 1) + "a" + ")".repeat(QueryParser.DEPTH + 1))
                        .kind())
                .isEqualTo(QueryProblem.Kind.TOO_MUCH);
        assertThat(parse("(".repeat(QueryParser.DEPTH) + "a" + ")".repeat(QueryParser.DEPTH)))
                .isEqualTo(new Query.Contains("a"));
        assertThat(problem("-".repeat(2_000) + "a").kind()).isEqualTo(QueryProblem.Kind.TOO_MUCH);
        assertThat(problem("(".repeat(4_000)).kind()).isEqualTo(QueryProblem.Kind.TOO_MUCH);
        assertThat(problem("status:" + "1,".repeat(200) + "1").kind()).isEqualTo(QueryProblem.Kind.TOO_MUCH);
        assertThat(problem("ua:" + "*a".repeat(20)).kind()).isEqualTo(QueryProblem.Kind.TOO_MUCH);
        assertThatThrownBy(() -> parse("status:99999999999999999999")).isInstanceOf(QueryProblem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class:scanner,bad-bot -status:404 host:shop.example.org",
                "a OR (b -(c OR d)) OR status:5xx",
                "ua:*\"x y\"* path:/a*b/*.php \"quo\\\"te\" \"back\\\\slash\"",
                "time:2026-11-22T09:30..10:00 since:2h until:today",
                "ip:2001:db8::/32 peer:10.0.0.1 rule:942* rule:1..5 tag:attack-sqli severity:>=error",
                "score:>=5 port:<1024 asn:64496 id:3 tls:yes is:judged is:blocked format:coraza* evidence:path-*",
                "«a b» -\"OR\" \"-x\" \"a:b\"",
                "method:GET,POST country:FR log:\"my log\" transaction:x uri:*select*",
            })
    void writesTextThatMeansTheSame(String text) {
        Query query = parse(text);
        assertThat(parse(query.toText())).isEqualTo(query);
        assertThat(parse(query.toText()).toText()).isEqualTo(query.toText());
    }

    @Test
    void everyExampleOfAFieldIsUnderstood() {
        for (QueryField field : QueryField.values()) {
            assertThat(parse(field.example())).as(field.example()).isNotNull();
            assertThat(field.descriptionKey()).startsWith("query.field.");
        }
    }
}
