package io.rempart.events.classify;

import inet.ipaddr.IPAddress;
import io.rempart.events.classify.RuleBook.Crawler;

/** Says whether an address is the crawler's it claims to be. Never waits: what is not known yet is {@link Answer#UNKNOWN}. */
public interface CrawlerVerifier {
    /** What is known of the claim. */
    enum Answer {
        /** The address has a name in the crawler's domain, and the name has the address. */
        CONFIRMED,
        /** The address is not the crawler's. */
        REFUTED,
        /** Not asked, not answered yet, or DNS failed. */
        UNKNOWN
    }

    /** Asks nobody. */
    CrawlerVerifier OFF = (address, crawler) -> Answer.UNKNOWN;

    Answer verify(IPAddress address, Crawler crawler);
}
