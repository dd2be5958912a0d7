package io.rempart.console.text;

import java.util.Locale;

/** Bytes as a hexadecimal listing: offset, sixteen bytes, their ASCII characters. Plain text; escape it to show it. */
public final class HexView {
    private static final int ROW = 16;

    private HexView() {}

    public static String of(byte[] bytes, int most) {
        int end = Math.min(bytes.length, most);
        StringBuilder text = new StringBuilder(end * 5);
        for (int row = 0; row < end; row += ROW) {
            text.append(String.format(Locale.ROOT, "%08x ", row));
            for (int i = row; i < row + ROW; i++) {
                text.append(i % 8 == 0 && i > row ? "  " : " ");
                text.append(i < end ? String.format(Locale.ROOT, "%02x", bytes[i] & 0xFF) : "  ");
            }
            text.append("  ");
            for (int i = row; i < Math.min(row + ROW, end); i++) {
                int b = bytes[i] & 0xFF;
                text.append(b >= 0x20 && b < 0x7F ? (char) b : '.');
            }
            text.append('\n');
        }
        return text.toString();
    }
}
