package io.rempart.engine.geo;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/** Codes and names of countries, continents and regions. Immutable. */
final class Countries {
    /** In the order in which GeoIP files number them. */
    private static final String[] GEOIP =
            ("-- AP EU AD AE AF AG AI AL AM CW AO AQ AR AS AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS "
                            + "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CX CY CZ DE DJ DK DM DO DZ EC EE EG EH "
                            + "ER ES ET FI FJ FK FM FO FR SX GA GB GD GE GF GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT "
                            + "HU ID IE IL IN IO IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU "
                            + "LV LY MA MC MD MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR "
                            + "NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RU RW SA SB SC SD SE SG SH SI SJ SK SL "
                            + "SM SN SO SR ST SV SY SZ TC TD TF TG TH TJ TK TM TN TO TL TR TT TV TW TZ UA UG UM US UY UZ VA VC VE "
                            + "VG VI VN VU WF WS YE YT RS ZA ZM ME ZW A1 A2 O1 AX GG IM JE BL MF BQ SS O1 ")
                    .split(" ");

    private static final Map<String, String> CONTINENTS = new HashMap<>();
    private static final Map<String, String> REGIONS = new HashMap<>();

    static {
        continent(
                "EU",
                "AD AL AT BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD MK MT NL "
                        + "NO PL PT RO RU SE SI SJ SK SM UA VA RS ME AX GG IM JE EU ");
        continent(
                "AF",
                "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU "
                        + "MW MZ NA NE NG RE RW SC SD SH SL SN SO ST SZ TD TG TN TZ UG YT ZA ZM ZW SS ");
        continent(
                "AS",
                "AP AE AF AM AZ BD BH BN BT CC CN CX CY GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM "
                        + "MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE ");
        continent(
                "NA",
                "AG AI AW BB BM BS BZ CA CR CU DM DO GD GL GP GT HN HT JM KN KY LC MQ MS MX NI PA PM PR SV TC TT US "
                        + "VC VG VI CW SX BL MF BQ ");
        continent("SA", "AR BO BR CL CO EC FK GF GY PE PY SR UY VE ");
        continent("OC", "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS ");
        continent("AN", "AQ BV GS HM TF ");
        regions(
                "US",
                "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|"
                        + "DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|"
                        + "IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|"
                        + "MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|"
                        + "NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|"
                        + "OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|"
                        + "TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|"
                        + "WI Wisconsin|WY Wyoming|");
        regions(
                "CA",
                "AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland|NS Nova Scotia|"
                        + "NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|"
                        + "SK Saskatchewan|YT Yukon Territory|");
    }

    private Countries() {}

    private static void continent(String continent, String countries) {
        for (String country : countries.split(" ")) {
            CONTINENTS.put(country, continent);
        }
    }

    private static void regions(String country, String regions) {
        for (String region : regions.split("\\|")) {
            REGIONS.put(country + region.substring(0, 2), region.substring(3));
        }
    }

    /** The code of the country that has the number in GeoIP files, empty when none has. */
    static String geoIp(int number) {
        return number == 0 || number >= GEOIP.length ? "" : GEOIP[number];
    }

    /** ISO 3166-1 alpha-3, empty when there is none. */
    static String code3(String country) {
        try {
            return iso(country) ? new Locale("", country).getISO3Country() : "";
        } catch (MissingResourceException unknown) {
            return "";
        }
    }

    /** The English name. */
    static String name(String country) {
        return switch (country) {
            case "" -> "";
            case "A1" -> "Anonymous Proxy";
            case "A2" -> "Satellite Provider";
            case "O1" -> "Other";
            case "AP" -> "Asia/Pacific Region";
            case "EU" -> "Europe";
            default -> new Locale("", country).getDisplayCountry(Locale.ENGLISH);
        };
    }

    /** The code of the continent. */
    static String continent(String country) {
        return CONTINENTS.getOrDefault(country, country.isEmpty() ? "" : "--");
    }

    /** The name of a state of the United States or a province of Canada, the code of any other region. */
    static String region(String country, String code) {
        return REGIONS.getOrDefault(country + code, code);
    }

    private static boolean iso(String country) {
        return switch (country) {
            case "", "A1", "A2", "O1", "AP", "EU" -> false;
            default -> country.length() == 2;
        };
    }
}
