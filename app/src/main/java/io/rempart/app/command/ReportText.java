package io.rempart.app.command;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.app.CommandProblem;
import io.rempart.app.Messages;
import io.rempart.events.model.PrefixLength;
import io.rempart.events.report.Report;
import io.rempart.events.report.Report.State;
import io.rempart.response.report.ReportCategories;
import io.rempart.response.report.ReportProblem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Reports in words and in JSON, for the commands and the console's buttons. */
public final class ReportText {
    private ReportText() {}

    static String problem(ReportProblem problem) {
        return problem(problem, Messages.terminalLocale());
    }

    public static String problem(ReportProblem problem, Locale language) {
        return Messages.in(language, "report.problem." + problem.kind().name(), problem.detail());
    }

    static String state(Report report) {
        return state(report, Messages.terminalLocale());
    }

    public static String state(Report report, Locale language) {
        return Messages.in(language, "reports.state." + report.state().name());
    }

    /** AbuseIPDB's own names, which are English. */
    public static String names(Collection<Integer> categories) {
        return categories.stream()
                .map(number -> ReportCategories.names().getOrDefault(number, String.valueOf(number)))
                .collect(Collectors.joining(", "));
    }

    static String submitted(Report report) {
        return submitted(report, Messages.terminalLocale());
    }

    public static String submitted(Report report, Locale language) {
        return Messages.in(
                language,
                report.state() == State.HELD ? "report.held" : "report.queued",
                Long.toString(report.id()),
                report.address().toCanonicalString(),
                report.comment());
    }

    /** One address, as a person writes it. */
    static IPAddress address(String text) {
        IPAddress address = PrefixLength.isReadable(text) ? new IPAddressString(text).getAddress() : null;
        if (address == null || address.isMultiple()) {
            throw new CommandProblem(Messages.text("report.address.wrong", text));
        }
        return address;
    }

    static Map<String, Object> map(Report report) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", report.id());
        map.put("address", report.address().toCanonicalString());
        map.put("state", report.state().name().toLowerCase(Locale.ROOT));
        map.put("categories", report.categories());
        map.put("comment", report.comment());
        map.put("observed", report.observedAt());
        map.put("events", report.events());
        map.put("author", report.author());
        map.put("created", report.createdAt());
        map.put("not-before", report.notBefore());
        map.put("attempts", report.attempts());
        map.put("sent", report.sentAt());
        map.put("note", report.note());
        return map;
    }
}
