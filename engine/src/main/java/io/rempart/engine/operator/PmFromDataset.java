package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;

/**
 * Description: Looks for any of the phrases of a SecDataset in the value. ASCII case is ignored.
 *
 * <p>Arguments: the name of the dataset.
 *
 * <p>Returns: true when one occurs. With {@code capture} TX:0 is the phrase that ends first.
 *
 * <p>Example: {@code SecRule ARGS "@pmFromDataset bad-words" "id:1"}
 */
public final class PmFromDataset extends Phrases {
    private PmFromDataset(List<ByteSlice> phrases, Compatibility compatibility) {
        super(phrases, compatibility);
    }

    static PmFromDataset create(ByteSlice argument, OperatorEnvironment environment) {
        List<ByteSlice> phrases = new ArrayList<>();
        for (ByteSlice entry : DataFile.dataset(argument, environment)) {
            ByteSlice phrase = Words.trim(entry);
            if (!phrase.isEmpty()) {
                phrases.add(phrase);
            }
        }
        return new PmFromDataset(phrases, environment.compatibility());
    }

    @Override
    public String name() {
        return "pmFromDataset";
    }
}
