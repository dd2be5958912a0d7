package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Looks whether the value is one of some addresses or in one of some networks.
 *
 * <p>Arguments: addresses and networks (192.0.2.0/24, 2001:db8::/32), separated by commas.
 *
 * <p>Returns: true when the value is an address in the list; a value that is no address never is.
 *
 * <p>Example: {@code SecRule REMOTE_ADDR "@ipMatch 192.0.2.1,2001:db8::/32" "id:1"}
 */
public final class IpMatch extends AddressMatch {
    private IpMatch(AddressSet addresses, Compatibility compatibility) {
        super(addresses, compatibility);
    }

    static IpMatch create(ByteSlice argument, OperatorEnvironment environment) {
        AddressSet.Builder addresses = new AddressSet.Builder();
        for (ByteSlice entry : Words.split(argument, ',')) {
            addresses.add(entry);
        }
        return new IpMatch(addresses.build(), environment.compatibility());
    }

    @Override
    public String name() {
        return "ipMatch";
    }

    @Override
    String title() {
        return "IPmatch";
    }
}
