package io.rempart.engine.body;

/**
 * What bounds and steers a body processor; one value serves all. Immutable.
 *
 * @param argumentSeparator SecArgumentSeparator, by default {@code &}
 * @param argumentLimit SecArgumentsLimit, for messages; the sink counts and refuses
 * @param jsonDepth SecRequestBodyJsonDepthLimit: nesting above it is an error
 * @param jsonNames how the arguments of a JSON body are named
 * @param uploadFiles SecUploadFileLimit: files above it are flagged and not kept
 * @param xmlIntoArguments SecParseXmlIntoArgs: leaves of an XML document become arguments
 * @param xmlNodes how many nodes (elements, attributes, texts) an XML document may have
 * @param xmlExpansion how many bytes the internal entities of an XML document may expand to
 */
public record BodyLimits(
        int argumentSeparator,
        int argumentLimit,
        int jsonDepth,
        JsonNames jsonNames,
        int uploadFiles,
        boolean xmlIntoArguments,
        int xmlNodes,
        int xmlExpansion) {

    /** What ModSecurity does when nothing is configured. */
    public static final BodyLimits DEFAULT =
            new BodyLimits('&', 1000, 10_000, JsonNames.V3, 100, false, 500_000, 1_000_000);

    /** How JSON keys become argument names. */
    public enum JsonNames {
        /** {@code json.a.b}, {@code json.list.array_0}: ModSecurity 3. */
        V3,
        /** {@code a.b}, {@code list.list}: ModSecurity 2. */
        V2,
        /** {@code json.a.b}, {@code json.list.0}: Coraza. */
        CORAZA
    }

    public BodyLimits withArgumentSeparator(int separator) {
        return new BodyLimits(
                separator, argumentLimit, jsonDepth, jsonNames, uploadFiles, xmlIntoArguments, xmlNodes, xmlExpansion);
    }

    public BodyLimits withArgumentLimit(int limit) {
        return new BodyLimits(
                argumentSeparator, limit, jsonDepth, jsonNames, uploadFiles, xmlIntoArguments, xmlNodes, xmlExpansion);
    }

    public BodyLimits withJsonDepth(int depth) {
        return new BodyLimits(
                argumentSeparator,
                argumentLimit,
                depth,
                jsonNames,
                uploadFiles,
                xmlIntoArguments,
                xmlNodes,
                xmlExpansion);
    }

    public BodyLimits withJsonNames(JsonNames names) {
        return new BodyLimits(
                argumentSeparator,
                argumentLimit,
                jsonDepth,
                names,
                uploadFiles,
                xmlIntoArguments,
                xmlNodes,
                xmlExpansion);
    }

    public BodyLimits withUploadFiles(int files) {
        return new BodyLimits(
                argumentSeparator,
                argumentLimit,
                jsonDepth,
                jsonNames,
                files,
                xmlIntoArguments,
                xmlNodes,
                xmlExpansion);
    }

    public BodyLimits withXmlIntoArguments(boolean into) {
        return new BodyLimits(
                argumentSeparator, argumentLimit, jsonDepth, jsonNames, uploadFiles, into, xmlNodes, xmlExpansion);
    }

    public BodyLimits withXmlNodes(int nodes) {
        return new BodyLimits(
                argumentSeparator,
                argumentLimit,
                jsonDepth,
                jsonNames,
                uploadFiles,
                xmlIntoArguments,
                nodes,
                xmlExpansion);
    }
}
