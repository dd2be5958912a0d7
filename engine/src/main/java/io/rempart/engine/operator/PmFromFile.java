package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Description: Looks for any of the phrases of some files in the value. ASCII case is ignored.
 *
 * <p>Arguments: files: one phrase a line; blank lines and those that begin with # are left out, as is the white space around a phrase.
 *
 * <p>Returns: true when one occurs. With {@code capture} TX:0 is the phrase that ends first.
 *
 * <p>Example: {@code SecRule ARGS "@pmFromFile lfi-os-files.data" "id:1"}
 */
public final class PmFromFile extends Phrases {
    private PmFromFile(List<ByteSlice> phrases, Compatibility compatibility) {
        super(phrases, compatibility);
    }

    static PmFromFile create(ByteSlice argument, OperatorEnvironment environment) throws IOException {
        boolean literal = environment.compatibility() == Compatibility.CORAZA;
        List<ByteSlice> phrases = new ArrayList<>();
        for (String file : DataFile.names(argument)) {
            for (DataFile.Line line : DataFile.lines(file, environment)) {
                phrases.add(literal ? line.text() : PhraseSyntax.decode(line.text()));
            }
        }
        return new PmFromFile(phrases, environment.compatibility());
    }

    @Override
    public String name() {
        return "pmFromFile";
    }
}
