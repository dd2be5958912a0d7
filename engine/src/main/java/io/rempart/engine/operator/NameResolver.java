package io.rempart.engine.operator;

import java.io.IOException;
import java.net.InetAddress;

/** Asks the domain name system. Implementations are thread-safe and may block; they are called by threads of their own. */
@FunctionalInterface
public interface NameResolver {
    /** By the resolver of the operating system. */
    NameResolver OF_THE_SYSTEM = name -> InetAddress.getByName(name).getAddress();

    /**
     * The first address of a name, 4 or 16 bytes.
     *
     * @throws IOException when there is none, or nobody answers
     */
    byte[] resolve(String name) throws IOException;
}
