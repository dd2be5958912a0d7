package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;

/** What the operators that look addresses up share. A value that is no address is not in any set. */
abstract class AddressMatch implements Operator {
    private final AddressSet addresses;
    private final boolean unmaps;

    AddressMatch(AddressSet addresses, Compatibility compatibility) {
        this.addresses = addresses;
        // Go takes ::ffff:192.0.2.1 for 192.0.2.1; ModSecurity keeps the two apart
        unmaps = compatibility == Compatibility.CORAZA;
    }

    @Override
    public final boolean matches(ByteSlice value, OperatorContext context) {
        byte[] address = AddressParser.parse(value);
        if (address == null || !addresses.contains(address) && !(unmaps && containsMapped(address))) {
            return false;
        }
        context.matched(0, value.length());
        return true;
    }

    private boolean containsMapped(byte[] address) {
        if (address.length == 4) {
            return false;
        }
        for (int i = 0; i < 12; i++) {
            if (address[i] != (i < 10 ? 0 : (byte) 0xFF)) {
                return false;
            }
        }
        return addresses.contains(Arrays.copyOfRange(address, 12, 16));
    }

    @Override
    public final String message(ByteSlice value, String target, OperatorContext context) {
        return title() + ": \"" + LogText.escape(value) + "\" matched at " + target + ".";
    }

    abstract String title();
}
