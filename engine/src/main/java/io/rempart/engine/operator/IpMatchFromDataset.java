package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Looks whether the value is an address or in a network of a SecDataset.
 *
 * <p>Arguments: the name of the dataset.
 *
 * <p>Returns: true when the value is an address in the list; a value that is no address never is.
 *
 * <p>Example: {@code SecRule REMOTE_ADDR "@ipMatchFromDataset blocked" "id:1"}
 */
public final class IpMatchFromDataset extends AddressMatch {
    private IpMatchFromDataset(AddressSet addresses, Compatibility compatibility) {
        super(addresses, compatibility);
    }

    static IpMatchFromDataset create(ByteSlice argument, OperatorEnvironment environment) {
        AddressSet.Builder addresses = new AddressSet.Builder();
        for (ByteSlice entry : DataFile.dataset(argument, environment)) {
            addresses.add(Words.trim(entry));
        }
        return new IpMatchFromDataset(addresses.build(), environment.compatibility());
    }

    @Override
    public String name() {
        return "ipMatchFromDataset";
    }

    @Override
    String title() {
        return "IPmatchFromDataset";
    }
}
