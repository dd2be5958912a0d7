package io.rempart.conformance.oracle;

import java.util.List;
import java.util.Random;

/** Writes named values as XML: elements, attributes, sections, entities, sometimes broken. */
final class XmlText {
    private XmlText() {}

    static String of(List<Exchange.Field> values, Random random) {
        StringBuilder text = new StringBuilder();
        switch (random.nextInt(6)) {
            case 0 -> text.append("<?xml version=\"1.0\"?>");
            case 1 -> text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            case 2 -> text.append("<?xml version='1.0' encoding='ISO-8859-1'?>");
            default -> {}
        }
        if (random.nextInt(25) == 0) {
            text.append("<!DOCTYPE r [<!ENTITY e \"value\">]>");
        }
        text.append("<r>");
        for (Exchange.Field value : values) {
            String name = value.name().replaceAll("[^a-z]", "");
            name = name.isEmpty() ? "v" : name;
            switch (random.nextInt(7)) {
                case 0 ->
                    text.append('<')
                            .append(name)
                            .append(" a=\"")
                            .append(escaped(value.value(), random))
                            .append("\"/>");
                case 1 ->
                    text.append('<')
                            .append(name)
                            .append("><![CDATA[")
                            .append(value.value().replace("]]>", ""))
                            .append("]]></")
                            .append(name)
                            .append('>');
                case 2 ->
                    text.append("<!-- ")
                            .append(value.value().replace("--", ""))
                            .append(" --><")
                            .append(name)
                            .append("/>");
                case 3 ->
                    text.append('<')
                            .append(name)
                            .append("><in>")
                            .append(escaped(value.value(), random))
                            .append("</in>tail</")
                            .append(name)
                            .append('>');
                default ->
                    text.append('<')
                            .append(name)
                            .append('>')
                            .append(escaped(value.value(), random))
                            .append("</")
                            .append(name)
                            .append('>');
            }
        }
        text.append("</r>");
        switch (random.nextInt(20)) {
            case 0 -> text.setLength(text.length() - 2);
            case 1 -> text.append("<x/>");
            case 2 -> text.append(" trailing");
            case 3 -> text.insert(0, " ");
            default -> {}
        }
        return text.toString();
    }

    private static String escaped(String value, Random random) {
        StringBuilder out = new StringBuilder();
        boolean careless = random.nextInt(10) == 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (careless && c >= ' ') {
                out.append(c);
            } else if (c == '<' || c == '&' || c == '"' || random.nextInt(30) == 0 && c >= ' ' && c < 0x7F) {
                out.append("&#").append((int) c).append(';');
            } else if (c < ' ' && c != '\t') {
                out.append(' ');
            } else if (c >= 0x80) {
                out.append((char) (0xC0 | c >> 6)).append((char) (0x80 | c & 0x3F));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
