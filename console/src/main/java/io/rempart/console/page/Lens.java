package io.rempart.console.page;

import io.rempart.events.model.SourceClass;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page of counts looks at: the period and site of the top bar, and beside them a class and a port. All of it is in the
 * address, and every number leads to the events behind it.
 *
 * @param sourceClass null for all
 * @param port null for all
 */
public record Lens(
        Scope scope,
        Period period,
        @Nullable SourceClass sourceClass,
        @Nullable Integer port,
        ZoneId zone) {
    /** The lens of a request; the period is {@code otherwise} where the address names none. */
    static Lens of(HttpServletRequest request, Frame frame, String otherwise) {
        Scope asked = frame.scope(request).withText("");
        Scope scope = asked.range().isAll() ? asked.withRange(frame.range(otherwise)) : asked;
        String port = Frame.parameter(request, "port");
        return new Lens(
                scope,
                scope.range().period(frame.now()),
                SourceClass.ofKey(Frame.parameter(request, "class")).orElse(null),
                port.matches("[1-9]\\d{0,4}") && Integer.parseInt(port) < 65_536 ? Integer.valueOf(port) : null,
                frame.zone());
    }

    Lens withClass(@Nullable SourceClass other) {
        return new Lens(scope, period, other, port, zone);
    }

    Lens withPort(@Nullable Integer other) {
        return new Lens(scope, period, sourceClass, other, zone);
    }

    Lens withHost(String other) {
        return new Lens(scope.withHost(other), period, sourceClass, port, zone);
    }

    /** The same address, but another period counted. */
    Lens within(Period other) {
        return new Lens(scope, other, sourceClass, port, zone);
    }

    Lens withPeriod(Instant from, Instant to) {
        TimeRange range = new TimeRange(TimeRange.keyOf(from, to, zone), from, to);
        return new Lens(scope.withRange(range), new Period(from, to), sourceClass, port, zone);
    }

    @Nullable
    String host() {
        return scope.host().isEmpty() ? null : scope.host();
    }

    /** The address of a page with this lens. */
    public String at(String path) {
        return address(path).toString();
    }

    Address address(String path) {
        return scope.address(path)
                .with("class", sourceClass == null ? "" : sourceClass.key())
                .with("port", port == null ? "" : Integer.toString(port));
    }

    /** The same page with this class alone, or with all where it is alone already. */
    public String toggled(String path, SourceClass one) {
        return withClass(one == sourceClass ? null : one).at(path);
    }

    public String withoutClass(String path) {
        return withClass(null).at(path);
    }

    /** The address of the events that are counted, narrowed by more terms of the search language. */
    public String events(String... terms) {
        List<String> all = new ArrayList<>();
        if (sourceClass != null) {
            all.add("class:" + sourceClass.key());
        }
        if (port != null) {
            all.add("port:" + port);
        }
        all.addAll(List.of(terms));
        return scope.search(String.join(" ", all));
    }

    /** The address of the sources of this period. */
    public String sources() {
        return scope.address("/sources")
                .with("class", sourceClass == null ? "" : sourceClass.key())
                .toString();
    }
}
