package io.rempart.engine.geo;

import io.rempart.engine.operator.GeoDatabase;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A GeoIP city file (.dat), the format that ModSecurity 2 reads. Thread-safe. Near the end three bytes 255 precede the kind of the
 * file and the number of nodes; nodes are two numbers of three bytes, the lower byte first; what is not lower than the number of
 * nodes points to a record: country, region, city, postal code, place, and in the United States metro and area code. What is
 * broken in the file is an address that nothing is known of.
 */
final class GeoIpCityFile implements GeoDatabase {
    private static final int CITY_WITH_AREA = 2;
    private static final int CITY = 6;
    private static final int KINDS_BEFORE_2003 = 105;
    private static final int STRUCTURE_WITHIN = 20;
    private static final int LONGEST_TEXT = 256;

    private final ByteBuffer bytes;
    private final int segments;
    private final boolean withArea;

    private GeoIpCityFile(ByteBuffer bytes, int segments, boolean withArea) {
        this.bytes = bytes;
        this.segments = segments;
        this.withArea = withArea;
    }

    /** The database in the bytes, null when they are none. */
    static @Nullable GeoIpCityFile of(ByteBuffer bytes) {
        for (int at = bytes.limit() - 3, i = 0; i < STRUCTURE_WITHIN && at >= 0; i++, at--) {
            if (bytes.get(at) == -1 && bytes.get(at + 1) == -1 && bytes.get(at + 2) == -1) {
                if (at + 6 >= bytes.limit()) {
                    continue;
                }
                int kind = bytes.get(at + 3) & 0xFF;
                if (kind > KINDS_BEFORE_2003) {
                    kind -= KINDS_BEFORE_2003;
                }
                if (kind == CITY || kind == CITY_WITH_AREA) {
                    return new GeoIpCityFile(bytes, number(bytes, at + 4), kind == CITY_WITH_AREA);
                }
            }
        }
        return null;
    }

    private static int number(ByteBuffer bytes, int at) {
        return bytes.get(at) & 0xFF | (bytes.get(at + 1) & 0xFF) << 8 | (bytes.get(at + 2) & 0xFF) << 16;
    }

    @Override
    public Map<String, String> lookUp(InetAddress address) {
        byte[] parts = address.getAddress();
        if (parts.length != 4) {
            return Map.of();
        }
        try {
            int node = 0;
            for (int i = 0; i < 32; i++) {
                int side = parts[i >> 3] >> (7 - (i & 7)) & 1;
                node = number(bytes, node * 6 + side * 3);
                if (node >= segments) {
                    return node == segments ? Map.of() : record(node - segments + segments * 6);
                }
            }
        } catch (IndexOutOfBoundsException broken) {
            return Map.of();
        }
        return Map.of();
    }

    private Map<String, String> record(int start) {
        Map<String, String> found = new LinkedHashMap<>();
        String country = Countries.geoIp(bytes.get(start) & 0xFF);
        put(found, "COUNTRY_CODE", country);
        put(found, "COUNTRY_CODE3", Countries.code3(country));
        put(found, "COUNTRY_NAME", Countries.name(country));
        put(found, "COUNTRY_CONTINENT", Countries.continent(country));
        int at = start + 1;
        String region = text(at);
        put(found, "REGION", Countries.region(country, region));
        at += region.length() + 1;
        String city = text(at);
        put(found, "CITY", city);
        at += city.length() + 1;
        String postalCode = text(at);
        put(found, "POSTAL_CODE", postalCode);
        at += postalCode.length() + 1;
        found.put("LATITUDE", degrees(number(bytes, at)));
        found.put("LONGITUDE", degrees(number(bytes, at + 3)));
        if (withArea && country.equals("US")) {
            int codes = number(bytes, at + 6);
            found.put("DMA_CODE", Integer.toString(codes / 1000));
            found.put("AREA_CODE", Integer.toString(codes % 1000));
        }
        return found;
    }

    /** In single precision, as the field's library has it, so that rules find the same digits. */
    private static String degrees(int tenThousandths) {
        float degrees = (float) (tenThousandths / 10_000.0 - 180);
        return String.format(Locale.ROOT, "%f", (double) degrees);
    }

    private String text(int from) {
        int end = from;
        while (end < from + LONGEST_TEXT && bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - from];
        for (int i = 0; i < text.length; i++) {
            text[i] = bytes.get(from + i);
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void put(Map<String, String> found, String name, String value) {
        if (!value.isEmpty()) {
            found.put(name, value);
        }
    }
}
