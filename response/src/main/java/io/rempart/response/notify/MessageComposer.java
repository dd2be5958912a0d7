package io.rempart.response.notify;

import io.rempart.events.notice.Notice;
import io.rempart.events.notice.NoticeStore.Words;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes one message of notices: one by itself, many as a digest with their counts and the newest of them. */
final class MessageComposer {
    private static final int MOST_LINES = 40;
    private static final int LONGEST_BODY = 12_000;

    private final String machine;
    private final ZoneId zone;

    MessageComposer(String machine, ZoneId zone) {
        this.machine = machine;
        this.zone = zone;
    }

    Words compose(List<Notice> notices, NotifyRule rule) {
        NotifyWords words = NotifyWords.of(rule.language());
        boolean isOne = notices.size() == 1 && notices.get(0).count() == 1;
        Words middle = isOne ? one(notices.get(0), rule.language()) : many(notices, words, rule.language());
        String foot = words.text("foot", machine, rule.name());
        String body = middle.body().length() <= LONGEST_BODY
                ? middle.body()
                : middle.body().substring(0, LONGEST_BODY) + "…";
        return new Words(words.text("subject", machine, middle.subject()), body + "\n\n" + foot);
    }

    private Words one(Notice notice, Locale language) {
        String detail = notice.detail().isEmpty() ? "" : "\n" + notice.detail();
        return new Words(notice.title(), notice.title() + detail + "\n" + time(notice, language));
    }

    private Words many(List<Notice> notices, NotifyWords words, Locale language) {
        Map<String, Long> counts =
                notices.stream().collect(Collectors.toMap(Notice::topic, Notice::count, Long::sum, TreeMap::new));
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        String summary = counts.entrySet().stream()
                .map(count -> words.text("count", words.text("topic." + count.getKey()), count.getValue()))
                .collect(Collectors.joining(", "));
        StringBuilder body = new StringBuilder(words.text("digest.head", all)).append('\n');
        counts.forEach((topic, count) -> body.append("- ")
                .append(words.text("count", words.text("topic." + topic), count))
                .append('\n'));
        body.append('\n');
        List<Notice> named =
                notices.stream().filter(notice -> !notice.title().isEmpty()).toList();
        List<Notice> shown = named.subList(Math.max(0, named.size() - MOST_LINES), named.size());
        if (all > shown.size()) {
            body.append(words.text("digest.older", all - shown.size())).append('\n');
        }
        for (Notice notice : shown) {
            body.append(time(notice, language))
                    .append("  ")
                    .append(notice.title())
                    .append('\n');
        }
        return new Words(
                words.text("digest.subject", all, summary), body.toString().stripTrailing());
    }

    private String time(Notice notice, Locale language) {
        String pattern = language.equals(Locale.FRENCH) ? "dd/MM/yyyy HH:mm:ss" : "yyyy-MM-dd HH:mm:ss";
        return DateTimeFormatter.ofPattern(pattern, language).withZone(zone).format(notice.at());
    }
}
