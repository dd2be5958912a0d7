package io.rempart.conformance.functions;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.operator.OperatorEnvironment;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the data files of a suite wherever the suite keeps them: by the last parts of the name that a case gives. */
public record CaseEnvironment(Path root, Compatibility compatibility) implements OperatorEnvironment {
    @Override
    public ByteSlice file(String name) throws IOException {
        return ByteSlice.of(Files.readAllBytes(path(name)));
    }

    @Override
    public Path path(String name) throws IOException {
        Path wanted = Path.of(name);
        try (Stream<Path> walk = Files.walk(root)) {
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            for (int parts = wanted.getNameCount(); parts > 0; parts--) {
                Path tail = wanted.subpath(wanted.getNameCount() - parts, wanted.getNameCount());
                for (Path file : files) {
                    if (file.endsWith(tail)) {
                        return file;
                    }
                }
            }
        }
        throw new FileNotFoundException("There is no file " + name + " below " + root + ".");
    }

    @Override
    public int regexMatchLimit() {
        return 100_000;
    }

    @Override
    public boolean externalProgramsAllowed() {
        return false;
    }

    @Override
    public boolean networkAllowed() {
        return false;
    }
}
