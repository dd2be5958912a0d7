package io.rempart.response.block;

import inet.ipaddr.IPAddressString;
import io.rempart.response.address.Bits;
import io.rempart.response.address.Prefix;
import io.rempart.response.block.Blocker.Dropped;
import io.rempart.response.block.Blocker.Enforced;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What {@code nft -j list table inet rempart} says, read as a stream: 100,000 elements are 7 MB. Elements count as enforced
 * only when the chain hooks where it should and a rule drops what is in their set.
 */
final class NftablesListing {
    private final Map<String, Map<Prefix, Dropped>> sets = new HashMap<>();
    private final Set<String> dropped = new HashSet<>();
    private boolean isHooked;

    private NftablesListing() {}

    static NftablesListing read(InputStream in) {
        NftablesListing listing = new NftablesListing();
        try (JsonParser json = Json.parser(in)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.PROPERTY_NAME) {
                    switch (json.currentName()) {
                        case "set" -> listing.set(json);
                        case "chain" -> listing.chain(json);
                        case "rule" -> listing.rule(json);
                        default -> {}
                    }
                }
            }
        } catch (JacksonException e) {
            throw new BlockerException("nft said what can't be read: " + e.getOriginalMessage(), e);
        }
        return listing;
    }

    Enforced enforced() {
        List<String> flaws = new ArrayList<>();
        if (!isHooked) {
            flaws.add("The chain " + NftablesBlocker.CHAIN + " is gone, or hooks elsewhere.");
        }
        Map<Prefix, Dropped> enforced = new HashMap<>();
        sets.forEach((name, elements) -> {
            if (!dropped.contains(name)) {
                flaws.add("The rule that drops what is in " + name + " is gone.");
            } else if (isHooked) {
                enforced.putAll(elements);
            }
        });
        return new Enforced(enforced, flaws);
    }

    Set<String> ruledSets() {
        return sets.keySet();
    }

    private void chain(JsonParser json) {
        Map<String, String> members = members(json);
        if (NftablesBlocker.CHAIN.equals(members.get("name"))) {
            isHooked = "prerouting".equals(members.get("hook"))
                    && Integer.toString(NftablesBlocker.PRIORITY).equals(members.get("prio"))
                    && "filter".equals(members.get("type"));
        }
    }

    private static Map<String, String> members(JsonParser json) {
        Map<String, String> members = new HashMap<>();
        json.nextToken();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (json.nextToken().isScalarValue()) {
                members.put(name, json.getString());
            } else {
                json.skipChildren();
            }
        }
        return members;
    }

    /** A rule of ours asks one set and drops; one that does anything else does not count. */
    private void rule(JsonParser json) {
        String chain = "";
        String set = "";
        boolean drops = false;
        int depth = 0;
        do {
            JsonToken token = json.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (name.equals("drop")) {
                    drops = true;
                } else if (name.equals("chain") && depth == 1) {
                    chain = json.nextStringValue();
                } else if (name.equals("right") && json.nextToken() == JsonToken.VALUE_STRING) {
                    set = json.getString();
                } else if (json.currentToken().isStructStart()) {
                    depth++;
                }
            }
        } while (depth > 0);
        if (drops && NftablesBlocker.CHAIN.equals(chain) && set.startsWith("@")) {
            dropped.add(set.substring(1));
        }
    }

    private void set(JsonParser json) {
        String name = "";
        Map<Prefix, Dropped> elements = new HashMap<>();
        json.nextToken();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = json.currentName();
            JsonToken value = json.nextToken();
            if (member.equals("name")) {
                name = json.getString();
            } else if (member.equals("elem") && value == JsonToken.START_ARRAY) {
                // The name comes before the elements: nft writes members in one order.
                elements(json, name, elements);
            } else if (value.isStructStart()) {
                json.skipChildren();
            }
        }
        sets.put(name, elements);
    }

    private static void elements(JsonParser json, String set, Map<Prefix, Dropped> into) {
        int length = lengthOf(set);
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            String address = "";
            long packets = 0;
            long bytes = 0;
            if (token == JsonToken.VALUE_STRING) {
                address = json.getString();
            } else {
                int depth = 1;
                while (depth > 0) {
                    JsonToken inner = json.nextToken();
                    if (inner.isStructStart()) {
                        depth++;
                    } else if (inner.isStructEnd()) {
                        depth--;
                    } else if (inner != JsonToken.PROPERTY_NAME) {
                        switch (String.valueOf(json.currentName())) {
                            case "val" -> address = json.getString();
                            case "packets" -> packets = json.getLongValue();
                            case "bytes" -> bytes = json.getLongValue();
                            default -> {}
                        }
                    }
                }
            }
            Bits bits = bits(address);
            if (length >= 0 && bits != null) {
                into.put(new Prefix(bits, length), packets == 0 ? Dropped.NOTHING : new Dropped(packets, bytes));
            }
        }
    }

    private static int lengthOf(String set) {
        try {
            int length = Integer.parseInt(set.substring(3));
            return set.startsWith("v4_") ? 96 + length : set.startsWith("v6_") ? length : -1;
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            return -1;
        }
    }

    private static @org.jspecify.annotations.Nullable Bits bits(String address) {
        inet.ipaddr.IPAddress parsed = new IPAddressString(address).getAddress();
        return parsed == null ? null : Bits.of(parsed);
    }
}
