package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An environment whose files are in memory, or in a directory for what is read by path. */
class TestEnvironment implements OperatorEnvironment {
    final Map<String, String> files = new HashMap<>();
    Compatibility compatibility = Compatibility.V2;

    @Nullable
    Path directory;

    boolean programsAllowed;

    @Nullable
    NameResolver resolver;

    TestEnvironment file(String name, String content) {
        files.put(name, content);
        return this;
    }

    TestEnvironment of(Compatibility meaning) {
        compatibility = meaning;
        return this;
    }

    @Override
    public Compatibility compatibility() {
        return compatibility;
    }

    @Override
    public ByteSlice file(String name) throws IOException {
        String content = files.get(name);
        if (content == null) {
            throw new FileNotFoundException("There is no file " + name + ".");
        }
        return ByteSlice.of(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public Path path(String name) throws IOException {
        if (directory == null) {
            return Path.of(name);
        }
        Path file = directory.resolve(name);
        Files.write(file, file(name).toArray());
        return file;
    }

    @Override
    public int regexMatchLimit() {
        return 10_000;
    }

    @Override
    public boolean externalProgramsAllowed() {
        return programsAllowed;
    }

    @Override
    public boolean networkAllowed() {
        return resolver != null;
    }

    @Override
    public NameResolver nameResolver() {
        return resolver == null ? NameResolver.OF_THE_SYSTEM : resolver;
    }

    @Override
    public @Nullable List<ByteSlice> dataset(String name) {
        return name.equals("set") ? List.of(ByteSlice.latin1(" 192.0.2.1 "), ByteSlice.latin1("2001:db8::/32")) : null;
    }

    @Override
    public @Nullable GeoDatabase geoDatabase() {
        return address -> address.equals(InetAddress.getLoopbackAddress())
                ? Map.of("COUNTRY_CODE", "FR", "CITY", "Orl\u00e9ans")
                : Map.of();
    }
}
