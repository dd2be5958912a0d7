package io.rempart.engine.geo;

import io.rempart.engine.operator.GeoDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens the file that SecGeoLookupDB names: MaxMind's .mmdb, or the .dat of GeoIP before it. Stateless. */
public final class GeoFile {
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private GeoFile() {}

    /**
     * Opens a file for as long as the database is used. The file must not be shortened meanwhile; replace it by renaming.
     *
     * @throws IOException when it can't be read or is of neither kind
     */
    public static GeoDatabase open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > MOST_BYTES) {
                throw new IOException(file + " is larger than " + MOST_BYTES + " bytes.");
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            MaxMindFile maxMind = MaxMindFile.of(bytes);
            if (maxMind != null) {
                return maxMind;
            }
            GeoIpCityFile city = GeoIpCityFile.of(bytes);
            if (city != null) {
                return city;
            }
        }
        throw new IOException(file + " is neither a MaxMind database (.mmdb) nor a GeoIP city file (.dat).");
    }
}
