package io.rempart.engine.operator;

import java.net.InetAddress;
import java.util.Map;

/** Knows where addresses are. Implementations are thread-safe; the engine brings none, embedders do (MaxMind's files). */
@FunctionalInterface
public interface GeoDatabase {
    /**
     * What is known of an address: variables of the GEO collection (COUNTRY_CODE, COUNTRY_CODE3, COUNTRY_NAME,
     * COUNTRY_CONTINENT, REGION, CITY, POSTAL_CODE, LATITUDE, LONGITUDE) with their values; empty when nothing is.
     */
    Map<String, String> lookUp(InetAddress address);
}
