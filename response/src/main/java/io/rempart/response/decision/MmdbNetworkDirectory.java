package io.rempart.response.decision;

import inet.ipaddr.IPAddress;
import io.rempart.events.decision.Target;
import io.rempart.events.enrich.MmdbNetworks;
import io.rempart.response.address.AddressSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of networks and countries from MMDB files. Keeps the last {@value #KEPT} answers until the file changes. Thread-safe.
 */
public final class MmdbNetworkDirectory implements NetworkDirectory {
    private static final int KEPT = 64;

    private final @Nullable Path countries;
    private final @Nullable Path networks;
    private final Map<Target, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Target, Known> eldest) {
            return size() > KEPT;
        }
    };

    private record Known(FileTime of, AddressSet addresses) {}

    /** Either may be null: what needs it has no answer then. */
    public MmdbNetworkDirectory(@Nullable Path countries, @Nullable Path networks) {
        this.countries = countries;
        this.networks = networks;
    }

    @Override
    public synchronized Optional<AddressSet> addressesOf(Target target) {
        if (target instanceof Target.Range range) {
            return Optional.of(AddressSet.of(range));
        }
        Path file = target instanceof Target.Network ? networks : target instanceof Target.Country ? countries : null;
        if (file == null) {
            return Optional.empty();
        }
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            Known before = known.get(target);
            if (before == null || !before.of().equals(modified)) {
                before = new Known(modified, AddressSet.ofBlocks(read(file, target)));
                known.put(target, before);
            }
            return Optional.of(before.addresses());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<IPAddress> read(Path file, Target target) {
        if (target instanceof Target.Network network) {
            return MmdbNetworks.ofNetwork(file, network.asn());
        }
        return target instanceof Target.Country country ? MmdbNetworks.ofCountry(file, country.code()) : List.of();
    }
}
