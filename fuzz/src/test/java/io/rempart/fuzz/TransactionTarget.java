package io.rempart.fuzz;

import io.rempart.engine.Limits;
import io.rempart.engine.RuleSet;
import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.seclang.RuleSetLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as text: request line, header lines, an empty line, a body. Rules with every family of operators and transformations look
 * at it, with the shared gate and without: both find the same, and neither throws.
 */
public final class TransactionTarget {
    private static final String RULES = """
            SecRuleEngine DetectionOnly
            SecRequestBodyAccess On
            SecRequestBodyLimit 65536
            SecRequestBodyJsonDepthLimit 50
            SecArgumentsLimit 200
            SecRule REQUEST_HEADERS:Content-Type "@contains json" "id:1,phase:1,pass,t:none,t:lowercase,ctl:requestBodyProcessor=JSON"
            SecRule REQUEST_HEADERS:Content-Type "@contains xml" "id:2,phase:1,pass,t:none,t:lowercase,ctl:requestBodyProcessor=XML"
            SecRule REQBODY_ERROR|MULTIPART_STRICT_ERROR|URLENCODED_ERROR "!@eq 0" "id:3,phase:2,pass,setvar:tx.score=+5"
            SecRule ARGS|ARGS_NAMES|REQUEST_HEADERS|REQUEST_COOKIES|XML:/*|XML://@* "@rx (?i)(?:union\\s+select|<script|\\bor\\b\\s*\\d)" \
              "id:4,phase:2,pass,capture,t:none,t:utf8toUnicode,t:urlDecodeUni,t:htmlEntityDecode,t:jsDecode,t:cssDecode,t:removeNulls,setvar:tx.score=+1,setvar:tx.last=%{MATCHED_VAR_NAME}"
            SecRule ARGS|REQUEST_COOKIES "@detectSQLi" "id:5,phase:2,pass,multiMatch,t:none,t:urlDecodeUni,t:replaceComments,t:compressWhitespace,setvar:tx.score=+1"
            SecRule ARGS|REQUEST_HEADERS:User-Agent "@detectXSS" "id:6,phase:2,pass,t:none,t:escapeSeqDecode,t:removeComments,setvar:tx.score=+1"
            SecRule ARGS|REQUEST_URI_RAW|REQUEST_FILENAME "@pm passwd /etc/ cmd.exe ..\\" "id:7,phase:2,pass,t:none,t:normalizePathWin,t:cmdLine,setvar:tx.score=+1"
            SecRule ARGS "@validateByteRange 32-126" "id:8,phase:2,pass,t:none,t:hexDecode,t:base64DecodeExt"
            SecRule ARGS|REQUEST_BODY "@validateUtf8Encoding" "id:9,phase:2,pass,t:none,t:urlDecode,t:base64Decode"
            SecRule ARGS "@within |a|bb|%{tx.last}|" "id:10,phase:2,pass,t:none,t:sqlHexDecode,t:trim,t:length"
            SecRule ARGS|!ARGS:/^x/ "@rx ^(a+)+\\1$" "id:11,phase:2,pass,t:none,t:lowercase,chain"
            SecRule MATCHED_VARS "@gt 3" "t:none,t:length,setvar:tx.chain=%{MATCHED_VAR}"
            SecRule &ARGS|&FILES|ARGS_COMBINED_SIZE "@ge 3" "id:12,phase:2,pass,setvar:tx.many=1"
            SecRule MULTIPART_PART_HEADERS|FILES|FILES_NAMES "@rx [^\\x21-\\x7e]" "id:13,phase:2,pass,t:none,t:phpArgsNames,t:md5,t:hexEncode"
            SecRule REMOTE_ADDR "@ipMatch 192.0.2.0/24" "id:14,phase:2,pass,sanitiseArg:password,sanitiseMatched,ctl:ruleRemoveTargetById=15;ARGS:y"
            SecRule ARGS "@verifyCC \\d{13,16}" "id:15,phase:2,pass,t:none,t:removeWhitespace,sanitiseMatchedBytes:4/4"
            SecRule REQUEST_LINE "@validateUrlEncoding" "id:16,phase:2,pass"
            SecAction "id:17,phase:5,pass,log,logdata:'%{tx.score} %{ARGS.x} %{REQUEST_HEADERS.host}'"
            """;

    private static final Limits LIMITS = new Limits(65_536, 65_536, 500, 100, 100, 5_000_000, true);
    private static final RuleSet GATED = loader().load();
    private static final RuleSet PLAIN = loader().withoutGate().load();

    private TransactionTarget() {}

    private static RuleSetLoader loader() {
        return new RuleSetLoader().limits(LIMITS).text("fuzz.conf", RULES);
    }

    public static void fuzzerTestOneInput(byte[] data) {
        List<Object> gated = run(GATED, data);
        List<Object> plain = run(PLAIN, data);
        Property.holds(gated.equals(plain), "with the gate: " + gated + "\nwithout: " + plain);
    }

    private static List<Object> run(RuleSet rules, byte[] data) {
        try (Transaction transaction = rules.begin()) {
            transaction.connection("192.0.2.1", 40000, "192.0.2.2", 443);
            int at = head(transaction, data);
            Verdict verdict = transaction.processRequestHeaders();
            Property.holds(!verdict.interrupts(), "DetectionOnly interrupts nothing");
            int step = 1 + data.length / 3;
            for (int from = at; from < data.length; from += step) {
                transaction.requestBody(ByteSlice.of(data, from, Math.min(step, data.length - from)));
            }
            transaction.processRequestBody();
            transaction.processLogging();
            List<Object> result = new ArrayList<>(transaction.matches());
            result.add(transaction.values("TX"));
            result.add(transaction.verdict());
            return result;
        }
    }

    /** Hands over the head and returns where the body begins. */
    private static int head(Transaction transaction, byte[] data) {
        int at = lineEnd(data, 0);
        String[] parts = ByteSlice.of(data, 0, at).toString().split(" ", 3);
        transaction.requestLine(
                ByteSlice.latin1(parts[0]),
                ByteSlice.latin1(parts.length > 1 ? parts[1] : "/"),
                ByteSlice.latin1(parts.length > 2 ? parts[2] : "HTTP/1.1"));
        at++;
        while (at < data.length) {
            int end = lineEnd(data, at);
            ByteSlice line = ByteSlice.of(data, at, end - at);
            at = end + 1;
            if (line.isEmpty()) {
                break;
            }
            String text = line.toString();
            int colon = text.indexOf(':');
            transaction.requestHeader(
                    ByteSlice.latin1(colon < 0 ? text : text.substring(0, colon)),
                    ByteSlice.latin1(colon < 0 ? "" : text.substring(colon + 1).strip()));
        }
        return Math.min(at, data.length);
    }

    private static int lineEnd(byte[] data, int from) {
        int end = from;
        while (end < data.length && data[end] != '\n') {
            end++;
        }
        return end;
    }
}
