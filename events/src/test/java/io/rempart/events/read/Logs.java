package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Small records of every writer, made for the tests. Text is one byte a character (ISO-8859-1), so that any byte can be written. */
final class Logs {
    static final String MODSECURITY2_JSON = """
            {"transaction":{"time":"05/Mar/2026:14:07:09.000123 +0100","transaction_id":"aAbBcCdDeEfFgGhHiIjJkKlL","remote_address":"192.0.2.7","remote_port":50123,"local_address":"198.51.100.1","local_port":443},\
            "request":{"request_line":"POST /login?next=%2F HTTP/1.1","headers":{"Host":"Shop.Example.org:443","User-Agent":"caf\u00e9/1.0","Cookie":"a=1"},"body":["user=Zo\u00c3","\u00a9&pass=x"]},\
            "response":{"protocol":"HTTP/1.1","status":403,"headers":{"Set-Cookie":"a=1; Path=/","Set-Cookie":"b=2; Path=/","Content-Type":"text/html"},"body":"<p>no\\n</p>"},\
            "audit_data":{"messages":["Warning. Pattern match \\"(?i)union\\\\\\\\s+select \\\\\\"x\\\\\\"\\" at ARGS:q. [file \\"/rules/a.conf\\"] [line \\"12\\"] [id \\"942999\\"] [rev \\"3\\"] [msg \\"SQL [test] found\\"] [data \\"Matched Data: union\\\\x22 found within ARGS:q: 1 union\\\\x22\\\\xc3\\\\xa9\\"] [severity \\"CRITICAL\\"] [ver \\"RULES/1.0\\"] [maturity \\"1\\"] [accuracy \\"8\\"] [tag \\"attack-sqli\\"] [tag \\"level/1\\"]",\
            "Access denied with code 403 (phase 2). Operator GE matched 5 at TX:anomaly_score. [file \\"/rules/z.conf\\"] [line \\"9\\"] [id \\"949110\\"] [msg \\"Inbound Anomaly Score Exceeded (Total Score: 15)\\"] [severity \\"CRITICAL\\"] [tag \\"attack-generic\\"]"],\
            "error_messages":["[file \\"x.c\\"] [line 1] [hostname \\"other.example.org\\"] [uri \\"/\\"] [unique_id \\"aAbB\\"]"],\
            "action":{"intercepted":true,"phase":2,"message":"Operator GE matched 5."},"stopwatch":{"p1":1,"p2":2},"producer":["Engine 2","RULES/1.0"],"server":"Server","engine_mode":"ENABLED"}}""";

    static final String MODSECURITY3_JSON = """
            {"transaction":{"client_ip":"::ffff:192.0.2.9","time_stamp":"Thu Mar  5 14:07:09 2026","server_id":"0123","client_port":50124,"host_ip":"198.51.100.1","host_port":8443,"unique_id":"177271602912.345678",\
            "request":{"method":"GET","http_version":2.0,"uri":"/?q=%3Cscript%3E","headers":{"host":"www.example.org","user-agent":"x\u00ff"},"body":""},\
            "response":{"body":"no","http_code":403,"headers":{"Server":"nginx"}},\
            "producer":{"modsecurity":"ModSecurity v3.0.9 (Linux)","connector":"Connector v1","secrules_engine":"Enabled","components":["RULES/4.0\\""]},\
            "messages":[{"message":"XSS found","details":{"match":"Matched \\"Operator `Rx' with parameter `<script' against variable `ARGS:q' (Value: `<script>' )","reference":"o0,7v8,8","ruleId":"941999","file":"/rules/x.conf","lineNumber":"77","data":"Matched Data: <script found within ARGS:q: <script>\u00e9","severity":"2","ver":"RULES/4.0","rev":"","tags":["attack-xss","level/1"],"maturity":"0","accuracy":"0"}},\
            {"message":"Inbound Anomaly Score Exceeded (Total Score: 5)","details":{"match":"Matched \\"Operator `Ge' with parameter `5' against variable `TX:BLOCKING_INBOUND_ANOMALY_SCORE' (Value: `5' )","reference":"","ruleId":"949110","file":"/rules/z.conf","lineNumber":"222","data":"","severity":"0","ver":"RULES/4.0","rev":"","tags":[],"maturity":"0","accuracy":"0"}}]}}""";

    static final String CORAZA_JSON = """
            {"transaction":{"timestamp":"2026/03/05 14:07:09","unix_timestamp":1772716029123456789,"id":"cOrAzA-1","client_ip":"2001:db8::1","client_port":6203,"host_ip":"198.51.100.1","host_port":80,"server_id":"",\
            "request":{"method":"GET","protocol":"HTTP/1.1","uri":"/?x=/etc/passwd","http_version":"","headers":{"host":["api.example.org"],"accept":["*/*","text/html"]},"body":"","files":null,"args":{},"length":120},\
            "response":{"protocol":"","status":403,"headers":{},"body":""},\
            "producer":{"connector":"conn","version":"1","server":"","rule_engine":"On","stopwatch":"1 2; combined=3","rulesets":["RULES/4.0"]},"highest_severity":"","is_interrupted":true},\
            "messages":[{"actionset":"RULES/4.0","message":"File access","error_message":"[client \\"2001:db8::1\\"] Coraza: Warning. File access [file \\"a.conf\\"] [line \\"18\\"] [id \\"930999\\"] [rev \\"\\"] [msg \\"File access\\"] [data \\"Matched Data: etc/passwd found within ARGS:x\\"] [severity \\"critical\\"] [ver \\"RULES/4.0\\"] [maturity \\"0\\"] [accuracy \\"0\\"] [tag \\"attack-lfi\\"] [hostname \\"198.51.100.1\\"] [uri \\"/\\"] [unique_id \\"cOrAzA-1\\"]","data":{"file":"a.conf","line":18,"id":930999,"rev":"","msg":"File access","data":"Matched Data: etc/passwd found within ARGS:x","severity":2,"ver":"RULES/4.0","maturity":0,"accuracy":0,"tags":["attack-lfi"],"raw":"SecRule"}},\
            {"actionset":"","message":"no severity","error_message":"","data":{"file":"b.conf","line":1,"id":1001,"msg":"no severity","data":"","severity":-1,"tags":[]}}]}""";

    static final String CORAZA_LEGACY_JSON = """
            {"transaction":{"time":"2026/03/05 14:07:09","transaction_id":"lEgAcY","remote_address":"192.0.2.8","remote_port":1,"local_address":"","local_port":0},\
            "request":{"request_line":"GET / HTTP/1.1","headers":{"Host":"a.example.org, b"}},"response":{"status":200,"protocol":"HTTP/1.1","headers":{}},\
            "audit_data":{"messages":["Something was found"],"error_messages":[],"handler":"","stopwatch":{"Combined":1,"P1":2},"producer":["Coraza"],"server":"","engine_mode":"DetectionOnly"}}""";

    static final String CORAZA_OCSF = """
            {"activity_id":2,"activity_name":"Read","action":"Denied","action_id":2,"category_name":"Application Activity","class_name":"Web Resources Activity","time":1772716029123456789,"start_time":1772716029123456789,"timezone_offset":3600,"severity":"critical","severity_id":99,"message":"File access",\
            "metadata":{"logged_time":1772716029123456,"product":{"vendor_name":"OWASP Coraza Web Application Firewall"}},\
            "http_request":{"version":"1.1","args":"x=/etc/passwd,","http_method":"GET","uid":"oCsF-1","url":{"url_string":"/?x=/etc/passwd"},"http_headers":[{"name":"Host","value":"api.example.org"},{"name":"Accept","value":"*/*"}],"length":12,"user_agent":"probe/1"},\
            "http_response":{"code":403,"http_headers":[{"name":"A","value":"b"}]},"src_endpoint":{"ip":"192.0.2.10","port":4711},"dst_endpoint":{"ip":"198.51.100.1","port":443},"web_resources":[{"url_string":"/"}],\
            "enrichments":[{"data":"{\\"id\\":930999,\\"file\\":\\"a.conf\\",\\"line\\":18,\\"msg\\":\\"File access\\",\\"severity\\":2,\\"tags\\":[\\"attack-lfi\\"]}","name":"File access","value":"Matched Data: etc/passwd found within ARGS:x: y"}],"observables":[]}""";

    static final String SURICATA_ALERT = """
            {"timestamp":"2026-03-05T14:07:09.000123+0100","flow_id":1234,"event_type":"alert","src_ip":"198.51.100.1","src_port":80,"dest_ip":"2001:0db8:0000:0000:0000:0000:0000:0001","dest_port":40000,"proto":"TCP","tx_id":3,\
            "alert":{"action":"allowed","gid":1,"signature_id":2000001,"rev":7,"signature":"Reply gives itself away","category":"Information Leak","severity":1,"metadata":{"attack_target":["Web_Server"],"created_at":["2020_01_01"]}},\
            "http":{"hostname":"www.example.org","url":"/index.php?a=b","http_user_agent":"agent","http_method":"GET","protocol":"HTTP/1.1","status":200,"length":9,"request_headers":[{"name":"X-A","value":"1"}]},"app_proto":"http","direction":"to_client",\
            "flow":{"pkts_toserver":1,"src_ip":"2001:0db8:0000:0000:0000:0000:0000:0001","dest_ip":"198.51.100.1","src_port":40000,"dest_port":80}}""";

    private Logs() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static ByteText text(String text) {
        return ByteText.of(bytes(text));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** A record of ModSecurity 2 with the parts in the order of the server. */
    static String native2(String boundary, String id, String body) {
        return "--" + boundary + "-A--\n[05/Mar/2026:14:07:09.000123 +0100] " + id
                + " 192.0.2.7 50123 198.51.100.1 443\n--" + boundary
                + "-B--\nPOST /login HTTP/1.1\nHost: Shop.Example.org\nUser-Agent: caf\u00e9\nContent-Length: "
                + body.length()
                + "\n\n--" + boundary + "-C--\n" + body + "\n--" + boundary
                + "-F--\nHTTP/1.1 403 Forbidden\nSet-Cookie: a=1\nSet-Cookie: b=2\n\n--" + boundary
                + "-E--\n<p>no</p>\n\n--" + boundary
                + "-H--\nMessage: Access denied with code 403 (phase 2). Pattern match \"evil\" at ARGS:user. [file \"/rules/a.conf\"]"
                + " [line \"12\"] [id \"1000\"] [msg \"Evil\"] [data \"evil\\x22\"] [severity \"WARNING\"] [tag \"t\"]\n"
                + "Apache-Error: [file \"x.c\"] [hostname \"h.example.org\"] [uri \"/\"]\nAction: Intercepted (phase 2)\n"
                + "Producer: Engine 2; RULES/1.0.\nServer: Server\nEngine-Mode: \"ENABLED\"\n\n--" + boundary
                + "-Z--\n\n";
    }

    static String native3(String boundary, String id) {
        return "---" + boundary + "---A--\n[05/Mar/2026:14:07:09 -0330] " + id
                + " 192.0.2.7 50123 www.example.org 0\n---" + boundary
                + "---B--\nGET /?q=a\"b HTTP/1.1\nHost: www.example.org\n\n---" + boundary + "---D--\n\n---" + boundary
                + "---E--\n<p>\\x0d\\x0a</p>\n\n---" + boundary + "---F--\nHTTP/1.1 403\nServer: nginx\n\n---"
                + boundary
                + "---H--\nModSecurity: Warning. Matched \"Operator `Rx' with parameter `a\"b' against variable `ARGS:q' (Value: `x\"] [id \"999999\"] [msg \"fake\"] [file \"f\"] [line \"1\"]' ) [file \"/rules/x.conf\"] [line \"77\"] [id \"941999\"] [rev \"\"] [msg \"XSS found\"] [data \"a\\x22b\"] [severity \"2\"] [ver \"RULES/4.0\"] [maturity \"0\"] [accuracy \"0\"] [tag \"attack-xss\"] [hostname \"198.51.100.1\"] [uri \"/x\"] [id \"888888\"] [uri \"/\"] [unique_id \""
                + id + "\"] [ref \"o0,3v4,3\"]\n"
                + "ModSecurity: Access denied with code 403 (phase 2). Matched \"Operator `Ge' with parameter `5' against variable `TX:ANOMALY_SCORE' (Value: `5' ) [file \"/rules/z.conf\"] [line \"222\"] [id \"949110\"] [rev \"\"] [msg \"Inbound Anomaly Score Exceeded (Total Score: 5)\"] [data \"\"] [severity \"0\"] [ver \"RULES/4.0\"] [maturity \"0\"] [accuracy \"0\"] [hostname \"198.51.100.1\"] [uri \"/\"] [unique_id \""
                + id + "\"] [ref \"\"]\n\n---" + boundary + "---I--\n\n---" + boundary + "---J--\n\n---" + boundary
                + "---Z--\n\n";
    }
}
