package io.rempart.console.page;

import io.rempart.console.language.Wording;
import io.rempart.events.query.QueryProblem;
import io.rempart.events.query.QueryProblem.Kind;
import java.util.Locale;

/**
 * What is wrong with a search, and where.
 *
 * @param before the text before the place
 * @param at the text from the place on
 */
public record SearchProblem(String sentence, String before, String at) {
    static SearchProblem of(QueryProblem problem, String text, Wording wording) {
        int place = Math.max(0, Math.min(problem.position(), text.length()));
        return new SearchProblem(sentence(problem, wording), text.substring(0, place), text.substring(place));
    }

    /** In the language of the page; a problem of no known kind in English. */
    public static String sentence(QueryProblem problem, Wording wording) {
        String english = String.valueOf(problem.getMessage());
        if (problem.kind() == Kind.OTHER) {
            return english;
        }
        String key = "query.problem."
                + problem.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        boolean hasNearest = problem.kind() == Kind.UNKNOWN_FIELD
                && problem.arguments().size() > 1
                && !problem.arguments().get(1).isEmpty();
        return wording.textOr(
                hasNearest ? key + ".nearest" : key,
                english,
                problem.arguments().toArray());
    }
}
