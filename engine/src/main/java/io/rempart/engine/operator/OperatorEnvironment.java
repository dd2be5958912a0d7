package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the creation of an operator may ask, while the rules are loaded. */
public interface OperatorEnvironment {
    /** Whose meaning counts where engines disagree. */
    Compatibility compatibility();

    /**
     * The bytes of a data file that a rule names: looked for beside the rule file, then in the working directory.
     *
     * @throws IOException when there is none; the message names the places that were searched
     */
    ByteSlice file(String name) throws IOException;

    /** Where a file that a rule names lies (schemas, databases), by the same search. */
    Path path(String name) throws IOException;

    /** The step limit for patterns that need the backtracking fallback (SecPcreMatchLimit). */
    int regexMatchLimit();

    /** Whether rules may start programs ({@code @inspectFile}); off unless the embedder turned it on. */
    boolean externalProgramsAllowed();

    /** Whether rules may ask the network ({@code @rbl}); off unless the embedder turned it on. */
    boolean networkAllowed();

    /** The entries of a SecDataset, or null when there is none of that name. */
    default @Nullable List<ByteSlice> dataset(String name) {
        return null;
    }

    /** Where addresses are (SecGeoLookupDB), or null: then {@code @geoLookup} never matches. */
    default @Nullable GeoDatabase geoDatabase() {
        return null;
    }

    /**
     * Whether XML schemas and document types that rules name may be read: ModSecurity 3 reads them with SecXmlExternalEntity On
     * alone, and takes every document for invalid otherwise.
     */
    default boolean xmlDefinitionsAllowed() {
        return true;
    }

    /** Who answers the questions of {@code @rbl} where the network is allowed. */
    default NameResolver nameResolver() {
        return NameResolver.OF_THE_SYSTEM;
    }

    /** The key for dnsbl.httpbl.org (SecHttpBlKey), or null. */
    default @Nullable String httpBlKey() {
        return null;
    }
}
