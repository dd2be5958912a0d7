package io.rempart.store;

import io.rempart.events.query.Query;
import io.rempart.events.query.Query.NumberField;
import io.rempart.events.query.Query.TextField;
import io.rempart.store.Dictionaries.Facet;
import java.util.List;

/**
 * Whether the events of a facet can match a query: hours whose facets can't are never looked at. Three-valued, so that it
 * goes through OR and NOT; what a facet does not tell is {@link Answer#MAYBE}.
 */
final class FacetFilter {
    private enum Answer {
        NO,
        MAYBE,
        YES;

        Answer not() {
            return this == NO ? YES : this == YES ? NO : MAYBE;
        }

        static Answer of(boolean is) {
            return is ? YES : NO;
        }
    }

    private FacetFilter() {}

    static boolean canMatch(Query query, Facet facet, Dictionaries dictionaries) {
        return answer(query, facet, dictionaries) != Answer.NO;
    }

    private static Answer answer(Query query, Facet facet, Dictionaries dictionaries) {
        if (query instanceof Query.All) {
            return Answer.YES;
        }
        if (query instanceof Query.And and) {
            return least(and.parts(), facet, dictionaries);
        }
        if (query instanceof Query.Or or) {
            Answer greatest = Answer.NO;
            for (Query part : or.parts()) {
                Answer answer = answer(part, facet, dictionaries);
                greatest = answer.compareTo(greatest) > 0 ? answer : greatest;
            }
            return greatest;
        }
        if (query instanceof Query.Not not) {
            return answer(not.part(), facet, dictionaries).not();
        }
        if (query instanceof Query.ClassIs is) {
            return Answer.of(is.classes().contains(Codes.sourceClass(facet.sourceClass())));
        }
        if (query instanceof Query.DispositionIs is) {
            return Answer.of(Codes.of(is.disposition()) == facet.disposition());
        }
        if (query instanceof Query.NumberBetween between && between.field() == NumberField.PORT) {
            return facet.port() < 0
                    ? Answer.MAYBE
                    : Answer.of(facet.port() >= between.first() && facet.port() <= between.last());
        }
        if (query instanceof Query.TextIs is) {
            return text(is, facet, dictionaries);
        }
        return Answer.MAYBE;
    }

    private static Answer least(List<Query> parts, Facet facet, Dictionaries dictionaries) {
        Answer least = Answer.YES;
        for (Query part : parts) {
            Answer answer = answer(part, facet, dictionaries);
            least = answer.compareTo(least) < 0 ? answer : least;
        }
        return least;
    }

    private static Answer text(Query.TextIs is, Facet facet, Dictionaries dictionaries) {
        if (is.field() == TextField.HOST) {
            return facet.host().equals(Dictionaries.OTHER_HOST)
                    ? Answer.MAYBE
                    : Answer.of(PatternMatcher.matches(is.pattern(), facet.host()));
        }
        if (is.field() == TextField.COUNTRY) {
            return facet.country().equals("*")
                    ? Answer.MAYBE
                    : Answer.of(PatternMatcher.matches(is.pattern(), facet.country()));
        }
        if (is.field() == TextField.LOG_SOURCE) {
            return Answer.of(PatternMatcher.matches(is.pattern(), dictionaries.logSources.value(facet.logSource())));
        }
        return Answer.MAYBE;
    }
}
