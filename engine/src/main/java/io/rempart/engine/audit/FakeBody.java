package io.rempart.engine.audit;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.Values;
import io.rempart.engine.transformation.Transformation;
import io.rempart.engine.transformation.Transformations;
import java.io.ByteArrayOutputStream;

/** Part I: the arguments of a multipart body as an URL-encoded one, without the files. */
final class FakeBody {
    private static final Transformation URL_ENCODE =
            Transformations.byName("urlEncode", Compatibility.V2).orElseThrow();

    private FakeBody() {}

    static ByteSlice of(AuditRecord record) {
        var content = record.state().content();
        Values arguments = content == null ? Values.NONE : content.arguments();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < arguments.size(); i++) {
            ByteSlice name = arguments.key(i);
            if (i > 0) {
                out.write('&');
            }
            if (name != null) {
                write(out, URL_ENCODE.apply(name));
            }
            out.write('=');
            boolean hidden = name != null && record.state().sanitised().hidesArgument(name);
            write(out, hidden ? ByteSlice.latin1("*") : URL_ENCODE.apply(arguments.value(i)));
        }
        return ByteSlice.of(out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, ByteSlice bytes) {
        out.write(bytes.array(), bytes.offset(), bytes.length());
    }
}
