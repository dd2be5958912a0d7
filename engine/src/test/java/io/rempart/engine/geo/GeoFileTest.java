package io.rempart.engine.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.rempart.engine.operator.GeoDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both formats, with files made here byte by byte. */
class GeoFileTest {
    @TempDir
    Path folder;

    /** One node: addresses below 128.0.0.0 are known. */
    private static byte[] maxMind() {
        Out out = new Out();
        out.number(1 + 16, 3).number(1, 3); // left: the first record; right: nothing
        out.zeros(16);
        out.map(4);
        out.text("country")
                .map(2)
                .text("iso_code")
                .text("BE")
                .text("names")
                .map(1)
                .text("en")
                .text("Belgium");
        out.text("city").map(1).text("names").map(1).text("en").text("Gent");
        out.text("location")
                .map(2)
                .text("latitude")
                .real(51.05)
                .text("longitude")
                .real(-3.5);
        out.text("subdivisions").array(1).map(1).text("iso_code").text("VLG");
        out.write(0xAB, 0xCD, 0xEF).raw("MaxMind.com");
        out.map(3)
                .text("node_count")
                .unsigned(1)
                .text("record_size")
                .unsigned(24)
                .text("ip_version")
                .unsigned(4);
        return out.bytes();
    }

    /** One node: addresses of 128.0.0.0 and above are known. */
    private static byte[] geoIp() {
        Out out = new Out();
        out.low(1, 3).low(2, 3);
        out.zeros(1); // what no address points to
        out.write(225)
                .raw("CA\0El Segundo\00090245\0")
                .low(2_139_164, 3)
                .low(615_960, 3)
                .low(803_310, 3);
        out.write(0xFF, 0xFF, 0xFF, 2).low(1, 3);
        return out.bytes();
    }

    @Test
    void aMaxMindFileTellsWhereAnAddressIs() throws IOException {
        GeoDatabase database = open(maxMind());
        assertThat(database.lookUp(InetAddress.getByName("1.2.3.4")))
                .containsEntry("COUNTRY_CODE", "BE")
                .containsEntry("COUNTRY_CODE3", "BEL")
                .containsEntry("COUNTRY_NAME", "Belgium")
                .containsEntry("REGION", "VLG")
                .containsEntry("CITY", "Gent")
                .containsEntry("LATITUDE", "51.050000")
                .containsEntry("LONGITUDE", "-3.500000");
        assertThat(database.lookUp(InetAddress.getByName("200.2.3.4"))).isEmpty();
        assertThat(database.lookUp(InetAddress.getByName("2001:db8::1"))).isEmpty();
    }

    @Test
    void aGeoIpFileTellsWhereAnAddressIs() throws IOException {
        GeoDatabase database = open(geoIp());
        assertThat(database.lookUp(InetAddress.getByName("200.2.3.4")))
                .containsEntry("COUNTRY_CODE", "US")
                .containsEntry("COUNTRY_CODE3", "USA")
                .containsEntry("COUNTRY_NAME", "United States")
                .containsEntry("COUNTRY_CONTINENT", "NA")
                .containsEntry("REGION", "California")
                .containsEntry("CITY", "El Segundo")
                .containsEntry("POSTAL_CODE", "90245")
                .containsEntry("LATITUDE", "33.916401")
                .containsEntry("LONGITUDE", "-118.403999")
                .containsEntry("DMA_CODE", "803")
                .containsEntry("AREA_CODE", "310");
        assertThat(database.lookUp(InetAddress.getByName("1.2.3.4"))).isEmpty();
    }

    @Test
    void anyOtherFileIsRefused() {
        assertThatIOException().isThrownBy(() -> open("what is this".getBytes(StandardCharsets.UTF_8)));
        assertThatIOException().isThrownBy(() -> open(new byte[0]));
    }

    @Test
    void aBrokenFileKnowsNothingOrLittleAndNeverFails() throws IOException {
        Random random = new Random(7);
        for (byte[] whole : new byte[][] {maxMind(), geoIp()}) {
            for (int i = 0; i < 2_000; i++) {
                byte[] broken = whole.clone();
                for (int n = 0; n < 1 + i % 4; n++) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
                }
                GeoDatabase database;
                try {
                    database = open(broken);
                } catch (IOException refused) {
                    continue;
                }
                for (String address : new String[] {"1.2.3.4", "200.2.3.4"}) {
                    Map<String, String> found = database.lookUp(InetAddress.getByName(address));
                    assertThat(found.size()).isLessThan(20);
                }
            }
        }
    }

    private GeoDatabase open(byte[] bytes) throws IOException {
        Path file = folder.resolve("geo");
        Files.deleteIfExists(file);
        return GeoFile.open(Files.write(file, bytes));
    }

    private static final class Out {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Out write(int... bytes) {
            for (int b : bytes) {
                out.write(b);
            }
            return this;
        }

        Out zeros(int count) {
            return raw("\0".repeat(count));
        }

        Out raw(String text) {
            out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        Out number(int value, int bytes) {
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(value >> 8 * i);
            }
            return this;
        }

        Out low(int value, int bytes) {
            for (int i = 0; i < bytes; i++) {
                out.write(value >> 8 * i);
            }
            return this;
        }

        Out text(String text) {
            return write(2 << 5 | text.length()).raw(text);
        }

        Out map(int size) {
            return write(7 << 5 | size);
        }

        Out array(int size) {
            return write(size, 11 - 7);
        }

        Out unsigned(int value) {
            return write(6 << 5 | 4).number(value, 4);
        }

        Out real(double value) {
            long bits = Double.doubleToLongBits(value);
            return write(3 << 5 | 8).number((int) (bits >> 32), 4).number((int) bits, 4);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
