package io.rempart.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An organisation's log-in on loopback: real keys and signatures, codes that work once, PKCE and the client's secret checked. */
final class OidcProviderInTest implements AutoCloseable {
    static final String CLIENT = "rempart";
    static final String SECRET = "a secret/with: signs";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    final Map<String, String> claims = new LinkedHashMap<>();
    final AtomicInteger looksForKeys = new AtomicInteger();
    final AtomicInteger tokensGiven = new AtomicInteger();
    final CountDownLatch end = new CountDownLatch(1);
    volatile String algorithm = "RS256";
    volatile String keyId = "first";
    volatile KeyPair rsa = rsa();
    final KeyPair ec = ec();
    /** What the token becomes on its way. */
    volatile UnaryOperator<String> answer = text -> text;

    volatile boolean isSilent;
    volatile boolean isSilentInBody;
    volatile String calledItself;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

    OidcProviderInTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(threads);
        server.createContext("/.well-known/openid-configuration", this::describe);
        server.createContext("/keys", this::keys);
        server.createContext("/authorize", exchange -> {
            String asked = issuer() + exchange.getRequestURI();
            String back = fields(exchange.getRequestURI().getRawQuery()).get("redirect_uri");
            exchange.getResponseHeaders()
                    .add("Location", URI.create(back).resolve(agree(asked)).toString());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/token", this::token);
        server.start();
        calledItself = issuer();
        person("s-1", "Olga", "soc");
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void person(String subject, String name, String group) {
        claims.put("sub", quoted(subject));
        claims.put("preferred_username", quoted(name));
        claims.put("groups", "[\"other\"," + quoted(group) + "]");
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a browser does at the service: the person agrees, and is sent back with a code. */
    String agree(String authorizationAddress) {
        Map<String, String> query = fields(URI.create(authorizationAddress).getRawQuery());
        String code = "code-" + codes.size();
        codes.put(code, query);
        return "/log-in/oidc/return?state=" + query.get("state") + "&code=" + code;
    }

    static Map<String, String> fields(String form) {
        return Arrays.stream(form.split("&"))
                .map(one -> one.split("=", 2))
                .collect(Collectors.toMap(
                        one -> one[0],
                        one -> URLDecoder.decode(one[1], StandardCharsets.UTF_8),
                        (a, b) -> b,
                        HashMap::new));
    }

    private void describe(HttpExchange exchange) throws IOException {
        reply(
                exchange,
                200,
                ("{'issuer':'" + calledItself + "','authorization_endpoint':'" + issuer()
                                + "/authorize','token_endpoint':'" + issuer() + "/token','jwks_uri':'" + issuer()
                                + "/keys'}")
                        .replace('\'', '"'));
    }

    private void keys(HttpExchange exchange) throws IOException {
        looksForKeys.incrementAndGet();
        RSAPublicKey open = (RSAPublicKey) rsa.getPublic();
        ECPublicKey curve = (ECPublicKey) ec.getPublic();
        reply(
                exchange,
                200,
                ("{'keys':[{'kty':'oct','kid':'x','k':'AAAA'},{'kty':'RSA','use':'sig','kid':'" + keyId + "','n':'"
                                + number(open.getModulus()) + "','e':'" + number(open.getPublicExponent())
                                + "'},{'kty':'EC','crv':'P-256','kid':'curve','x':'"
                                + number(curve.getW().getAffineX()) + "','y':'"
                                + number(curve.getW().getAffineY()) + "'}]}")
                        .replace('\'', '"'));
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return TEXT.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String basic = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean isClient = basic.equals("Basic "
                + Base64.getEncoder()
                        .encodeToString("rempart:a+secret%2Fwith%3A+signs".getBytes(StandardCharsets.UTF_8)));
        Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
        if (isSilent) {
            waitForEnd();
        }
        if (!isClient
                || asked == null
                || !asked.get("redirect_uri").equals(form.get("redirect_uri"))
                || !asked.get("code_challenge_method").equals("S256")
                || !asked.get("code_challenge").equals(s256(form.get("code_verifier")))) {
            reply(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        tokensGiven.incrementAndGet();
        reply(
                exchange,
                200,
                answer.apply("{\"access_token\":\"a\",\"id_token\":\"" + signed(asked.get("nonce")) + "\"}"));
    }

    private String signed(String nonce) {
        long now = Instant.now().getEpochSecond();
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "iss", quoted(issuer()),
                "aud", quoted(CLIENT),
                "exp", Long.toString(now + 300),
                "iat", Long.toString(now),
                "nonce", quoted(nonce)));
        all.putAll(claims);
        String kid = algorithm.equals("ES256") ? "curve" : keyId;
        String head = part("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + kid + "\"}");
        String body = part(all.entrySet().stream()
                .map(one -> quoted(one.getKey()) + ":" + one.getValue())
                .collect(Collectors.joining(",", "{", "}")));
        return head + "." + body + "."
                + TEXT.encodeToString(signature((head + "." + body).getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] signature(byte[] text) {
        try {
            switch (algorithm) {
                case "RS256", "ES256" -> {
                    boolean isRsa = algorithm.equals("RS256");
                    Signature signature =
                            Signature.getInstance(isRsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
                    signature.initSign((isRsa ? rsa : ec).getPrivate());
                    signature.update(text);
                    return signature.sign();
                }
                case "HS256" -> {
                    // the old trick: the public key as a shared secret
                    Mac mac = Mac.getInstance("HmacSHA256");
                    mac.init(new SecretKeySpec(rsa.getPublic().getEncoded(), "HmacSHA256"));
                    return mac.doFinal(text);
                }
                default -> {
                    return new byte[0];
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String json) {
        return TEXT.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String s256(String verifier) {
        try {
            return TEXT.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void waitForEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reply(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, isSilentInBody ? bytes.length + 1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
        if (isSilentInBody) {
            waitForEnd();
        }
        exchange.close();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
