package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Description: Looks up where an address is and fills the collection GEO.
 *
 * <p>Arguments: none; SecGeoLookupDb names the database.
 *
 * <p>Returns: true when the address is known; false without a database. Names are not resolved.
 *
 * <p>Example: {@code SecRule REMOTE_ADDR "@geoLookup" "id:1,chain"}
 */
public final class GeoLookup implements Operator {
    private final @Nullable GeoDatabase database;

    GeoLookup(@Nullable GeoDatabase database) {
        this.database = database;
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        byte[] address = database == null ? null : AddressParser.parse(value);
        if (address == null || database == null) {
            return false;
        }
        Map<String, String> known = database.lookUp(address(address));
        known.forEach((key, text) -> context.set("GEO", key, ByteSlice.utf8(text)));
        if (!known.isEmpty()) {
            context.matched(0, value.length());
        }
        return !known.isEmpty();
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are always an address", e);
        }
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "Geo lookup for \"" + LogText.escape(value) + "\" succeeded at " + target + ".";
    }

    @Override
    public String name() {
        return "geoLookup";
    }
}
