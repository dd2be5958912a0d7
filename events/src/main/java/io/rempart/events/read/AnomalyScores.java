package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import io.rempart.events.model.Hit;

/**
 * Finds the anomaly scores of the OWASP CRS in the messages of its evaluation and reporting rules (949xxx, 959xxx, 980xxx; 981xxx
 * of CRS 2). Stateless.
 *
 * <p>Wordings: {@code Inbound Anomaly Score Exceeded (Total Score: 5)}, {@code (Total Inbound Score: 5 - SQLI=...)},
 * {@code Outbound Anomaly Score Exceeded (score 4)}, and CRS 4's {@code Anomaly Scores: (Inbound Scores: blocking=3, ...) -
 * (Outbound Scores: blocking=0, ...)}. The number of {@code Operator GE matched 5} is the threshold, not the score.
 */
final class AnomalyScores {
    private AnomalyScores() {}

    static boolean isReport(String ruleId) {
        return ruleId.length() == 6 && (ruleId.startsWith("980") || ruleId.startsWith("981"));
    }

    static boolean isEvaluation(String ruleId) {
        return ruleId.length() == 6 && (ruleId.startsWith("949") || ruleId.startsWith("959"));
    }

    static void find(Hit hit, EventDraft draft) {
        if (!isReport(hit.ruleId()) && !isEvaluation(hit.ruleId())) {
            return;
        }
        ByteText message = hit.message();
        if (Texts.indexOf(message, "nomaly Score", 0) < 0) {
            return;
        }
        int inbound = Texts.indexOf(message, "(Inbound Scores: blocking=", 0);
        if (inbound >= 0) {
            draft.inboundScore = Math.max(draft.inboundScore, number(message, inbound + 26));
            int outbound = Texts.indexOf(message, "(Outbound Scores: blocking=", inbound);
            if (outbound >= 0) {
                draft.outboundScore = Math.max(draft.outboundScore, number(message, outbound + 27));
            }
            return;
        }
        int score = scoreIn(message);
        if (Texts.startsWith(message, "Inbound") || hit.ruleId().startsWith("949")) {
            draft.inboundScore = Math.max(draft.inboundScore, score);
        } else if (Texts.startsWith(message, "Outbound") || hit.ruleId().startsWith("959")) {
            draft.outboundScore = Math.max(draft.outboundScore, score);
        }
    }

    private static int scoreIn(ByteText message) {
        for (String word : new String[] {"Score: ", "score ", "core: "}) {
            int at = Texts.indexOf(message, word, 0);
            if (at >= 0) {
                return number(message, at + word.length());
            }
        }
        return -1;
    }

    private static int number(ByteText text, int from) {
        int value = 0;
        int i = from;
        while (i < text.length() && Texts.isDigit(text.at(i)) && i - from < 8) {
            value = value * 10 + text.at(i) - '0';
            i++;
        }
        return i == from ? -1 : value;
    }
}
