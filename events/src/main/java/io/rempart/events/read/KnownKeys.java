package io.rempart.events.read;

import java.nio.charset.StandardCharsets;

/** The keys that writers use, so that a key of a record becomes a string without a new object. Thread-safe. */
final class KnownKeys {
    private static final String[] KEYS = (
            // ModSecurity 2
            "transaction time transaction_id remote_address remote_port local_address local_port request request_line "
                    + "headers body fake_body response protocol status audit_data messages error_messages action "
                    + "intercepted phase message handler stopwatch response_body_dechunked producer server sanitized "
                    + "engine_mode uploads info total matched_rules chain rules actionset id rev version severity "
                    + "is_chained chain_starter tags operator config unparsed is_matched full_chain_match sensor_id "
                    // ModSecurity 3
                    + "client_ip time_stamp server_id client_port host_ip host_port unique_id method http_version uri "
                    + "http_code modsecurity connector secrules_engine components details match reference ruleId file "
                    + "lineNumber data ver maturity accuracy "
                    // Coraza
                    + "timestamp unix_timestamp files args length rule_engine rulesets highest_severity "
                    + "is_interrupted error_message line msg raw level name value "
                    // Suricata
                    + "flow_id in_iface event_type src_ip src_port dest_ip dest_port proto app_proto tx_id direction "
                    + "pkt_src pcap_cnt host metadata alert gid signature_id signature category http hostname url "
                    + "http_user_agent http_content_type http_refer http_method status_string flow tls sni subject "
                    + "issuerdn anomaly type event layer drop verdict xff")
            .split(" ");
    private static final int SIZE = 1024;
    private static final String[] TABLE = new String[SIZE];
    private static final byte[][] BYTES = new byte[SIZE][];

    static {
        for (String key : KEYS) {
            byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
            int slot = slot(bytes, 0, bytes.length);
            while (TABLE[slot] != null) {
                slot = slot + 1 & SIZE - 1;
            }
            TABLE[slot] = key;
            BYTES[slot] = bytes;
        }
    }

    private KnownKeys() {}

    /** The key as text, one character a byte; escapes in it stay as they are. */
    static String string(byte[] bytes, int from, int to) {
        for (int slot = slot(bytes, from, to); TABLE[slot] != null; slot = slot + 1 & SIZE - 1) {
            byte[] known = BYTES[slot];
            if (known.length == to - from && java.util.Arrays.equals(known, 0, known.length, bytes, from, to)) {
                return TABLE[slot];
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static int slot(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return 0;
        }
        int hash = length;
        hash = hash * 31 + bytes[from];
        hash = hash * 31 + bytes[from + length / 2];
        hash = hash * 31 + bytes[to - 1];
        return (hash ^ hash >>> 7) & SIZE - 1;
    }
}
