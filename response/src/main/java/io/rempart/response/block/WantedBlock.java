package io.rempart.response.block;

import io.rempart.response.address.AddressSet;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision as the firewall needs it.
 *
 * @param decision its id
 * @param until when it ends by itself; null for never
 * @param evenPrivate whether private ranges may be blocked too
 */
public record WantedBlock(
        long decision, AddressSet addresses, @Nullable Instant until, boolean evenPrivate) {}
