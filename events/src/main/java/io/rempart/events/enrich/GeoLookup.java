package io.rempart.events.enrich;

import inet.ipaddr.IPAddress;

/** Where an address is. Thread-safe; never throws for an address that is not known. */
@FunctionalInterface
public interface GeoLookup {
    /** Knows nothing: for use without databases. */
    GeoLookup NONE = address -> Place.UNKNOWN;

    Place find(IPAddress address);

    /**
     * What is known of an address.
     *
     * @param country ISO 3166-1 alpha-2, upper case; empty where not known
     * @param asn number of the autonomous system, 0 where not known
     * @param organisation of the autonomous system, empty where not known
     */
    record Place(String country, long asn, String organisation) {
        public static final Place UNKNOWN = new Place("", 0, "");
    }
}
