package io.rempart.console;

import java.util.LinkedHashMap;
import java.util.Map;

/** What attackers write into logs so that it does something to who reads them. */
final class HostileText {
    private HostileText() {}

    static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("script", "<script>window.pwned=1;alert(1)</script>");
        all.put("image", "\"><img src=x onerror=\"window.pwned=1\"><svg/onload=window.pwned=1>");
        all.put("attribute", "' autofocus onfocus=window.pwned=1 x='");
        all.put("htmx", "<div hx-get=\"/log-out\" hx-trigger=\"load\" hx-on::load=\"window.pwned=1\">x</div>");
        all.put("link", "javascript:window.pwned=1//https://evil.example/");
        all.put("frame", "<iframe srcdoc=\"<script>parent.pwned=1</script>\"></iframe><base href=//evil.example/>");
        all.put("close", "</span></td></tr></table></main></body></html><style>*{display:none}</style>");
        all.put(
                "template",
                "[[${7*7}]] [(${7*7})] __${7*7}__ ${T(java.lang.Runtime).getRuntime().exec('id')} *{7*7} {{7*7}}");
        all.put("message", "{0} {1,choice,0#a|1#b} ''{'' %s %n #{events.title}");
        all.put("formula", "=cmd|' /C calc'!A0");
        all.put("terminal", "\u001b]0;pwned\u0007\u001b[2J\u001b[31mred\u001b[0m\b\b\b\u009b31m");
        all.put("bidi", "\u202egnp.exe\u202c \u2066abc\u2069 \u200f\u200e\u061c admin\u200b\ufeff");
        all.put("nul", "a\0b\0\0c\u0001\u007f\ufffe\udc00");
        all.put(
                "forged",
                "x\r\n203.0.113.1 - - [23/Nov/2026:08:00:00 +0000] \"GET /admin HTTP/1.1\" 200\n\n--aa-Z--\n");
        all.put("marks", "Z" + "\u0301\u0489\u20dd".repeat(400));
        all.put("arabic", "\u0645\u0631\u062d\u0628\u0627 <b> \u05e9\u05dc\u05d5\u05dd ".repeat(40));
        all.put("unbroken", "A".repeat(1_000_000));
        all.put("spaces", " \u00a0\u2003\u3000".repeat(2_000) + "end");
        all.put("lines", "line\n".repeat(20_000));
        all.put(
                "encoded",
                "%253Cscript%253Ewindow.pwned%3D1%253C%2Fscript%253E&lt;img src=x onerror=window.pwned=1&gt;");
        return all;
    }
}
