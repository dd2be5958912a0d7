package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes an XML document by its byte order mark or its declaration, else as UTF-8 (XML 1.0, appendix F). Done here because the
 * JDK's parser prints malformed bytes on the standard error output.
 */
final class XmlEncoding {
    /** The declaration must be within that many bytes. */
    private static final int LONGEST_DECLARATION = 256;

    private XmlEncoding() {}

    /** The text, or null when the encoding is unknown or the bytes are not of it. */
    static @Nullable String decode(ByteSlice source) {
        int first = source.length() > 0 ? source.at(0) : -1;
        int second = source.length() > 1 ? source.at(1) : -1;
        if (first == 0xFE && second == 0xFF) {
            return decode(source, 2, StandardCharsets.UTF_16BE);
        }
        if (first == 0xFF && second == 0xFE) {
            return decode(source, 2, StandardCharsets.UTF_16LE);
        }
        if (first == 0 && second == '<') {
            return decode(source, 0, StandardCharsets.UTF_16BE);
        }
        if (first == '<' && second == 0) {
            return decode(source, 0, StandardCharsets.UTF_16LE);
        }
        if (first == 0xEF && second == 0xBB && source.length() > 2 && source.at(2) == 0xBF) {
            return decode(source, 3, StandardCharsets.UTF_8);
        }
        String declared = declared(source);
        if (declared == null) {
            return decode(source, 0, StandardCharsets.UTF_8);
        }
        try {
            return decode(source, 0, Charset.forName(declared));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    private static @Nullable String declared(ByteSlice source) {
        String begin =
                source.slice(0, Math.min(source.length(), LONGEST_DECLARATION)).toString();
        int end = begin.indexOf("?>");
        if (!begin.startsWith("<?xml") || end < 0) {
            return null;
        }
        int at = begin.indexOf("encoding");
        int open = at < 0 ? -1 : at + "encoding".length();
        while (open > 0 && open < end && begin.charAt(open) != '"' && begin.charAt(open) != '\'') {
            open++;
        }
        if (open < 0 || open >= end) {
            return null;
        }
        int close = begin.indexOf(begin.charAt(open), open + 1);
        return close < 0 || close > end ? null : begin.substring(open + 1, close);
    }

    private static @Nullable String decode(ByteSlice source, int skipped, Charset charset) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(source.array(), source.offset() + skipped, source.length() - skipped))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
