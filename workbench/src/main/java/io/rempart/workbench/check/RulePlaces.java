package io.rempart.workbench.check;

import io.rempart.workbench.WorkbenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which files are meant by files and folders of rules. Stateless. */
public final class RulePlaces {
    private RulePlaces() {}

    /**
     * The files: a file itself; of a folder its {@code .conf} files in the order of their names; of a folder with a folder {@code
     * rules} also that, behind {@code crs-setup.conf} or its example.
     */
    public static List<Path> files(List<Path> places) {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (!Files.exists(place)) {
                throw new WorkbenchException("There is no " + place + ".");
            }
            if (!Files.isDirectory(place)) {
                files.add(place);
                continue;
            }
            int before = files.size();
            files.addAll(rules(place));
            if (Files.isDirectory(place.resolve("rules"))) {
                Path example = place.resolve("crs-setup.conf.example");
                if (Files.exists(example) && !Files.exists(place.resolve("crs-setup.conf"))) {
                    files.add(example);
                }
                files.addAll(rules(place.resolve("rules")));
            }
            if (files.size() == before) {
                throw new WorkbenchException("There is no rule file (*.conf) in " + place + ".");
            }
        }
        return files;
    }

    private static List<Path> rules(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new WorkbenchException(folder + " can't be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
