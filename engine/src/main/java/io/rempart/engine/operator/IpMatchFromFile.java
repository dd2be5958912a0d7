package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;

/**
 * Description: Looks whether the value is an address or in a network of a file.
 *
 * <p>Arguments: a file: one address or network a line; what follows a space or # is a comment.
 *
 * <p>Returns: true when the value is an address in the list; a value that is no address never is.
 *
 * <p>Example: {@code SecRule REMOTE_ADDR "@ipMatchFromFile blocked.txt" "id:1"}
 */
public final class IpMatchFromFile extends AddressMatch {
    private IpMatchFromFile(AddressSet addresses, Compatibility compatibility) {
        super(addresses, compatibility);
    }

    static IpMatchFromFile create(ByteSlice argument, OperatorEnvironment environment) throws IOException {
        AddressSet.Builder addresses = new AddressSet.Builder();
        for (String file : DataFile.names(argument)) {
            for (DataFile.Line line : DataFile.lines(file, environment)) {
                try {
                    addresses.add(line.firstWord());
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "Line " + line.number() + " of the file " + file + ": " + e.getMessage(), e);
                }
            }
        }
        return new IpMatchFromFile(addresses.build(), environment.compatibility());
    }

    @Override
    public String name() {
        return "ipMatchFromFile";
    }

    @Override
    String title() {
        return "IPmatchFromFile";
    }
}
