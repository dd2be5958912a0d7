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

    /**
     * A document as characters.
     *
     * @param text with U+FFFD in place of bytes that are not of the encoding: what is around them is still to be looked at
     * @param isMalformed whether there were such bytes, or the encoding that is declared is unknown and UTF-8 was taken
     */
    record Decoded(String text, boolean isMalformed) {}

    /** The text. */
    static Decoded decode(ByteSlice source) {
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
            return new Decoded(decode(source, 0, StandardCharsets.UTF_8).text(), true);
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

    private static Decoded decode(ByteSlice source, int skipped, Charset charset) {
        ByteBuffer bytes = ByteBuffer.wrap(source.array(), source.offset() + skipped, source.length() - skipped);
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes.slice())
                    .toString();
            return new Decoded(text, false);
        } catch (CharacterCodingException e) {
            return new Decoded(charset.decode(bytes).toString(), true);
        }
    }
}
