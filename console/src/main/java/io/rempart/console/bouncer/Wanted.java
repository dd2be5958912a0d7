package io.rempart.console.bouncer;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.console.DecisionFeed.Item;
import io.rempart.events.model.PrefixLength;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions a bouncer asks for, by the parameters of CrowdSec's local API. Without {@code scopes} or {@code scope},
 * addresses and ranges are meant: other scopes come to those who name them. What can't be read is a {@link
 * IllegalArgumentException}. Immutable.
 */
final class Wanted {
    private static final Set<String> USUAL_SCOPES = Set.of("ip", "range");
    private static final int LONGEST = 2_000;

    private final Set<String> scopes;
    private final Set<String> origins;
    private final List<String> containing;
    private final List<String> notContaining;
    private final String type;
    private final String value;
    private final @Nullable IPAddress address;
    private final boolean contains;

    private Wanted(HttpServletRequest request) {
        String scope = text(request, "scope").toLowerCase(Locale.ROOT);
        Set<String> named = Set.copyOf(words(request, "scopes"));
        this.scopes = !scope.isEmpty() ? Set.of(scope) : named.isEmpty() ? USUAL_SCOPES : named;
        this.origins = Set.copyOf(words(request, "origins"));
        this.containing = words(request, "scenarios_containing");
        this.notContaining = words(request, "scenarios_not_containing");
        this.type = text(request, "type").toLowerCase(Locale.ROOT);
        this.value = text(request, "value");
        String ip = text(request, "ip");
        String range = text(request, "range");
        this.address = ip.isEmpty() && range.isEmpty() ? null : address(ip.isEmpty() ? range : ip);
        this.contains = !text(request, "contains").equals("false");
    }

    static Wanted of(HttpServletRequest request) {
        return new Wanted(request);
    }

    private static String text(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        if (value != null && value.length() > LONGEST) {
            throw new IllegalArgumentException(name + " is too long");
        }
        return value == null ? "" : value.strip();
    }

    private static List<String> words(HttpServletRequest request, String name) {
        return Arrays.stream(text(request, name).toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toList());
    }

    private static IPAddress address(String text) {
        IPAddress address = PrefixLength.isReadable(text) ? new IPAddressString(text).getAddress() : null;
        if (address == null || address.isMultiple() && !address.isPrefixed()) {
            throw new IllegalArgumentException("invalid ip or range");
        }
        return address.isPrefixed() ? address.toPrefixBlock() : address;
    }

    boolean includes(Item item) {
        String scenario = item.scenario().toLowerCase(Locale.ROOT);
        return (type.isEmpty() || type.equals("ban"))
                && isOfScope(item)
                && (origins.isEmpty() || origins.contains(item.origin().toLowerCase(Locale.ROOT)))
                && (containing.isEmpty() || containing.stream().anyMatch(scenario::contains))
                && notContaining.stream().noneMatch(scenario::contains)
                && (value.isEmpty() || value.equalsIgnoreCase(item.value()));
    }

    private boolean isOfScope(Item item) {
        if (address == null) {
            return scopes.contains(item.scope().toLowerCase(Locale.ROOT));
        }
        if (!item.scope().equals("Ip") && !item.scope().equals("Range")) {
            return false;
        }
        IPAddress listed = new IPAddressString(item.value()).getAddress();
        return contains ? listed.contains(address) : address.contains(listed);
    }
}
