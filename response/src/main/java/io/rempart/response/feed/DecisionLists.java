package io.rempart.response.feed;

import inet.ipaddr.IPAddressString;
import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Prefix;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Our blocks as files for machines without a bouncer. Immutable. */
public final class DecisionLists {
    /** The table that the nftables file makes. */
    public static final String TABLE = "rempart_list";

    private final List<Prefix> prefixes;

    private DecisionLists(List<Prefix> prefixes) {
        this.prefixes = prefixes;
    }

    /** The addresses and ranges of what is published, merged. */
    public static DecisionLists of(List<Published> published) {
        return new DecisionLists(List.copyOf(addresses(published).prefixes()));
    }

    /** The same for the same addresses, whenever they are written: 32 hexadecimal digits. */
    public String mark() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Prefix prefix : prefixes) {
                digest.update((prefix + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** An address or range a line. */
    public void plain(Instant now, Writer out) throws IOException {
        out.write("# rempart " + now + "\n");
        for (Prefix prefix : prefixes) {
            out.write(prefix + "\n");
        }
    }

    /** A file for {@code nft -f}: replaces the table {@value #TABLE} in one transaction; drops before connection tracking. */
    public void nftables(Instant now, Writer out) throws IOException {
        List<Prefix> four = new ArrayList<>();
        List<Prefix> six = new ArrayList<>();
        for (Prefix prefix : prefixes) {
            (prefix.isIpv4() ? four : six).add(prefix);
        }
        out.write("#!/usr/sbin/nft -f\n# rempart " + now + "\n");
        out.write("add table inet " + TABLE + "\ndelete table inet " + TABLE + "\n");
        out.write("table inet " + TABLE + " {\n");
        set("blocked4", "ipv4_addr", four, out);
        set("blocked6", "ipv6_addr", six, out);
        out.write("\tchain prerouting {\n\t\ttype filter hook prerouting priority -310; policy accept;\n");
        out.write("\t\tip saddr @blocked4 drop\n\t\tip6 saddr @blocked6 drop\n\t}\n}\n");
    }

    private static void set(String name, String type, List<Prefix> prefixes, Writer out) throws IOException {
        out.write("\tset " + name + " {\n\t\ttype " + type + "\n\t\tflags interval\n");
        if (!prefixes.isEmpty()) {
            out.write("\t\telements = {\n");
            for (Prefix prefix : prefixes) {
                out.write("\t\t\t" + prefix + ",\n");
            }
            out.write("\t\t}\n");
        }
        out.write("\t}\n");
    }

    private static AddressSet addresses(List<Published> published) {
        return AddressSet.ofBlocks(published.stream()
                .filter(one -> one.scope() == Published.Scope.IP || one.scope() == Published.Scope.RANGE)
                .map(one -> new IPAddressString(one.value()).getAddress())
                .toList());
    }
}
