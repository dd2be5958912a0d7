package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;

/**
 * Description: Looks for any of some phrases in the value. ASCII case is ignored.
 *
 * <p>Arguments: phrases, separated by white space; bytes in hexadecimal between bars ({@code |0d 0a|}).
 *
 * <p>Returns: true when one occurs. With {@code capture} TX:0 is the phrase that ends first.
 *
 * <p>Example: {@code SecRule REQUEST_HEADERS:User-Agent "@pm nikto sqlmap" "id:1"}
 */
public final class Pm extends Phrases {
    private Pm(List<ByteSlice> phrases, Compatibility compatibility) {
        super(phrases, compatibility);
    }

    static Pm create(ByteSlice argument, OperatorEnvironment environment) {
        ByteSlice text = Words.trim(argument);
        boolean literal = environment.compatibility() == Compatibility.CORAZA;
        if (!literal && text.length() > 1 && text.at(0) == '"' && text.at(text.length() - 1) == '"') {
            text = text.slice(1, text.length() - 1);
        }
        List<ByteSlice> phrases = new ArrayList<>();
        int from = 0;
        int i = 0;
        while (i <= text.length()) {
            if (i == text.length() || Words.isSpace(text.at(i))) {
                if (i > from) {
                    ByteSlice phrase = text.slice(from, i);
                    phrases.add(literal ? phrase : PhraseSyntax.decode(phrase));
                }
                from = i + 1;
            } else if (!literal && text.at(i) == '|') {
                i = Math.max(i, PhraseSyntax.endOfHexadecimal(text, i));
            }
            i++;
        }
        if (phrases.isEmpty()) {
            throw new IllegalArgumentException("@pm has no phrase to look for.");
        }
        return new Pm(phrases, environment.compatibility());
    }

    @Override
    public String name() {
        return "pm";
    }
}
