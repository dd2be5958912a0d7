package io.rempart.gateway;

/**
 * How much of the bodies is held back until rules have seen it. Immutable.
 *
 * @param requestBodyBytes beyond it, phase 2 runs on what is there and the rest goes through unseen
 * @param responseBodyBytes beyond it, phase 4 runs on what is there and the rest goes through unseen
 */
public record InspectionLimits(int requestBodyBytes, int responseBodyBytes) {
    /** As many bytes as ModSecurity's own defaults inspect: 128 MB and 512 KB. */
    public static final InspectionLimits DEFAULT = new InspectionLimits(134_217_728, 524_288);
}
