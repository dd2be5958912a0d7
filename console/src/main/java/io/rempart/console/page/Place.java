package io.rempart.console.page;

import io.rempart.console.language.Wording;

/** Where an address belongs, in words. */
final class Place {
    private Place() {}

    /** Country and network, as far as they are known: {@code Netherlands · Example BV}. */
    static String of(String country, long asn, String organisation, Wording wording) {
        String land = country.isEmpty() ? "" : wording.country(country);
        String network = organisation.isEmpty() && asn > 0 ? "AS" + asn : organisation;
        return land.isEmpty() || network.isEmpty() ? land + network : land + " \u00b7 " + network;
    }
}
