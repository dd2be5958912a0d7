package io.rempart.console.text;

import java.util.List;

/**
 * A table of comma-separated values (RFC 4180) that is safe to open in a spreadsheet: attackers wrote the values, and a
 * spreadsheet runs a cell that begins like a formula (CWE-1236). Such a cell gets an apostrophe before it, control characters
 * become blanks. Not thread-safe.
 */
public final class Csv {
    private static final int LONGEST_CELL = 4_096;

    // the byte order mark tells spreadsheets that it is UTF-8
    private final StringBuilder text = new StringBuilder("\uFEFF");

    public Csv row(List<?> cells) {
        text.append(line(cells));
        return this;
    }

    /** One line of a table that is written as it comes, with its end. */
    public static String line(List<?> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
        }
        return line.append("\r\n").toString();
    }

    public Csv row(Object... cells) {
        return row(List.of(cells));
    }

    private static String cell(Object value) {
        if (value instanceof Number number && !number.toString().startsWith("-")) {
            return number.toString();
        }
        return "\"" + safe(value.toString()).replace("\"", "\"\"") + "\"";
    }

    /** A text that no spreadsheet takes for a formula, without control characters, cut at {@value #LONGEST_CELL}. */
    static String safe(String value) {
        StringBuilder safe = new StringBuilder();
        value.codePoints().limit(LONGEST_CELL).forEach(c -> safe.appendCodePoint(isInvisible(c) ? ' ' : c));
        String stripped = safe.toString().strip();
        boolean isFormula = !stripped.isEmpty() && "=+-@|%\uFF1D\uFF0B\uFF0D\uFF20".indexOf(stripped.charAt(0)) >= 0;
        return isFormula ? "'" + stripped : stripped;
    }

    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
