package io.rempart.response.block;

import io.rempart.response.address.Prefix;
import io.rempart.response.block.Blocker.Element;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Commands of {@code nft -j} (libnftables-json(5)) on our own table. */
final class NftablesJson {
    private NftablesJson() {}

    static void table(JsonGenerator json, String verb) {
        begin(json, verb, "table");
        json.writeStringProperty("family", "inet");
        json.writeStringProperty("name", NftablesBlocker.TABLE);
        end(json);
    }

    static void chain(JsonGenerator json) {
        begin(json, "add", "chain");
        inTable(json);
        json.writeStringProperty("name", NftablesBlocker.CHAIN);
        json.writeStringProperty("type", "filter");
        json.writeStringProperty("hook", "prerouting");
        json.writeNumberProperty("prio", NftablesBlocker.PRIORITY);
        json.writeStringProperty("policy", "accept");
        end(json);
    }

    static void set(JsonGenerator json, Prefix shape) {
        begin(json, "add", "set");
        inTable(json);
        json.writeStringProperty("name", NftablesBlocker.setName(shape));
        json.writeStringProperty("type", shape.isIpv4() ? "ipv4_addr" : "ipv6_addr");
        json.writeArrayPropertyStart("flags");
        json.writeString("timeout");
        json.writeEndArray();
        json.writeArrayPropertyStart("stmt");
        nothing(json, "counter");
        json.writeEndArray();
        end(json);
    }

    /** Drops what comes from the shape's set: the source, masked where the prefix is no single address. */
    static void rule(JsonGenerator json, Prefix shape) {
        begin(json, "add", "rule");
        inTable(json);
        json.writeStringProperty("chain", NftablesBlocker.CHAIN);
        json.writeArrayPropertyStart("expr");
        json.writeStartObject();
        json.writeObjectPropertyStart("match");
        json.writeStringProperty("op", "==");
        if (shape.isSingle()) {
            json.writeName("left");
            source(json, shape);
        } else {
            json.writeObjectPropertyStart("left");
            json.writeArrayPropertyStart("&");
            source(json, shape);
            json.writeString(mask(shape));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeStringProperty("right", "@" + NftablesBlocker.setName(shape));
        json.writeEndObject();
        json.writeEndObject();
        nothing(json, "drop");
        json.writeEndArray();
        end(json);
    }

    private static void source(JsonGenerator json, Prefix shape) {
        json.writeStartObject();
        json.writeObjectPropertyStart("payload");
        json.writeStringProperty("protocol", shape.isIpv4() ? "ip" : "ip6");
        json.writeStringProperty("field", "saddr");
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String mask(Prefix shape) {
        return shape.isIpv4()
                ? new inet.ipaddr.ipv4.IPv4Address(-1 << 32 - shape.familyLength()).toCanonicalString()
                : new inet.ipaddr.ipv6.IPv6AddressNetwork()
                        .getNetworkMask(shape.familyLength(), false)
                        .toCanonicalString();
    }

    /** @param seconds how long the kernel is to keep each; 0 for ever; null where it does not matter */
    static void elements(
            JsonGenerator json,
            String verb,
            String set,
            List<Element> elements,
            @Nullable ToLongFunction<Element> seconds) {
        begin(json, verb, "element");
        inTable(json);
        json.writeStringProperty("name", set);
        json.writeArrayPropertyStart("elem");
        for (Element element : elements) {
            long timeout = seconds == null ? 0 : seconds.applyAsLong(element);
            String address = element.prefix().base().toString();
            if (timeout == 0) {
                json.writeString(address);
            } else {
                json.writeStartObject();
                json.writeObjectPropertyStart("elem");
                json.writeStringProperty("val", address);
                json.writeNumberProperty("timeout", timeout);
                json.writeEndObject();
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        end(json);
    }

    private static void begin(JsonGenerator json, String verb, String what) {
        json.writeStartObject();
        json.writeObjectPropertyStart(verb);
        json.writeObjectPropertyStart(what);
    }

    private static void inTable(JsonGenerator json) {
        json.writeStringProperty("family", "inet");
        json.writeStringProperty("table", NftablesBlocker.TABLE);
    }

    private static void nothing(JsonGenerator json, String name) {
        json.writeStartObject();
        json.writeNullProperty(name);
        json.writeEndObject();
    }

    private static void end(JsonGenerator json) {
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }
}
