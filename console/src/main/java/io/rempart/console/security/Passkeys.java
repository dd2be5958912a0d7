package io.rempart.console.security;

import io.rempart.events.account.AccountStore;
import io.rempart.events.account.Credential;
import io.rempart.events.account.Credential.Kind;
import io.rempart.events.account.CredentialStore;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Passkeys: registered by who is logged in, and good for a log-in without name or password, since the device verified its user.
 * Web Authentication Level 2, sections 7.1 and 7.2, without attestation: any authenticator will do. Challenges live in memory
 * for five minutes, at most {@value #MOST_CHALLENGES} of them, and are used once. Thread-safe.
 */
public final class Passkeys {
    static final int MOST_CHALLENGES = 1_024;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final CredentialStore credentials;
    private final Accounts accounts;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> challenges = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_CHALLENGES;
        }
    };

    Passkeys(AccountStore store, Accounts accounts, Clock clock) {
        this.credentials = store.credentials();
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Where the browser is: the host name of this console, and the whole origin. */
    public record Place(String rpId, String origin) {}

    public List<Credential> of(String account) {
        return credentials.credentials(account).stream()
                .filter(one -> one.kind() == Kind.PASSKEY)
                .toList();
    }

    /** A fresh challenge, as base64url: for the person it begins a registration, for a stranger a log-in. */
    public String challenge(String purpose) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String challenge = TEXT.encodeToString(bytes);
        synchronized (challenges) {
            challenges.put(purpose + " " + challenge, clock.instant().plus(PATIENCE));
        }
        return challenge;
    }

    private boolean spend(String purpose, String challenge) {
        synchronized (challenges) {
            Instant until = challenges.remove(purpose + " " + challenge);
            return until != null && clock.instant().isBefore(until);
        }
    }

    /** What the authenticator knows the account by: random, the same for all its passkeys. */
    public String userHandle(String account) {
        return of(account).stream()
                .findFirst()
                .map(one -> Data.read(one).userHandle())
                .orElseGet(() -> {
                    byte[] bytes = new byte[32];
                    random.nextBytes(bytes);
                    return TEXT.encodeToString(bytes);
                });
    }

    /**
     * Adds a passkey; false when anything about it is wrong, or there are too many.
     *
     * @param clientData and the other texts: base64url as the browser sent them
     */
    public boolean register(
            Person person, String name, String userHandle, String clientData, String attestation, Place place) {
        try {
            byte[] client = Base64.getUrlDecoder().decode(clientData);
            if (!isRight(ClientData.read(client), "webauthn.create", "register " + person.name(), place)) {
                return false;
            }
            Object inner = new Cbor(Base64.getUrlDecoder().decode(attestation), 0)
                    .map()
                    .get("authData");
            if (!(inner instanceof byte[] bytes)) {
                return false;
            }
            AuthenticatorData data = AuthenticatorData.read(bytes);
            byte[] id = data.credentialId();
            PublicKey key = data.key();
            if (!isRight(data, place) || id == null || key == null) {
                return false;
            }
            String known = of(person.name()).stream()
                    .findFirst()
                    .map(one -> Data.read(one).userHandle())
                    .orElse(userHandle);
            if (!known.matches("[A-Za-z0-9_-]{20,64}")) {
                return false;
            }
            return credentials.add(new Credential(
                    Kind.PASSKEY,
                    TEXT.encodeToString(id),
                    person.name(),
                    name,
                    new Data(key.getAlgorithm(), TEXT.encodeToString(key.getEncoded()), data.signCount(), known)
                            .toText(),
                    clock.instant(),
                    null));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whose passkey signed; empty when anything is wrong. The caller completes the log-in. */
    Optional<Person> verified(
            String id, String clientData, String authenticatorData, String signature, String userHandle, Place place) {
        Optional<Credential> found = id.length() > 400 ? Optional.empty() : credentials.credential(Kind.PASSKEY, id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] client = Base64.getUrlDecoder().decode(clientData);
            byte[] bytes = Base64.getUrlDecoder().decode(authenticatorData);
            Data known = Data.read(found.get());
            AuthenticatorData data = AuthenticatorData.read(bytes);
            boolean isRight = isRight(ClientData.read(client), "webauthn.get", "log-in", place)
                    && isRight(data, place)
                    && known.userHandle().equals(userHandle)
                    && known.verifies(bytes, client, Base64.getUrlDecoder().decode(signature))
                    // a count that stands still is a copy of the key; zero is an authenticator that doesn't count
                    && (data.signCount() == 0 && known.signCount() == 0 || data.signCount() > known.signCount());
            boolean isFirst = isRight
                    && credentials.use(
                            found.get(), known.withCount(data.signCount()).toText(), clock.instant());
            return isFirst ? accounts.person(found.get().account()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Removes one of the account's passkeys. */
    public boolean remove(String account, String id) {
        return of(account).stream().anyMatch(one -> one.id().equals(id)) && credentials.remove(Kind.PASSKEY, id);
    }

    private boolean isRight(ClientData client, String type, String purpose, Place place) {
        return client.type().equals(type)
                && client.origin().equals(place.origin())
                && !client.isCrossOrigin()
                && spend(purpose, client.challenge());
    }

    private static boolean isRight(AuthenticatorData data, Place place) {
        return data.isFor(place.rpId()) && data.isUserPresent() && data.isUserVerified();
    }

    /** What is stored of a passkey. */
    private record Data(String algorithm, String key, long signCount, String userHandle) {
        static Data read(Credential credential) {
            String[] parts = credential.data().split(" ", 4);
            return new Data(parts[0], parts[1], Long.parseLong(parts[2]), parts[3]);
        }

        String toText() {
            return algorithm + " " + key + " " + signCount + " " + userHandle;
        }

        Data withCount(long count) {
            return new Data(algorithm, key, count, userHandle);
        }

        boolean verifies(byte[] authenticatorData, byte[] clientData, byte[] signed) {
            String scheme = switch (algorithm) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> "Ed25519";
            };
            try {
                PublicKey open = KeyFactory.getInstance(scheme.equals("Ed25519") ? scheme : algorithm)
                        .generatePublic(
                                new X509EncodedKeySpec(Base64.getUrlDecoder().decode(key)));
                Signature signature = Signature.getInstance(scheme);
                signature.initVerify(open);
                signature.update(authenticatorData);
                signature.update(MessageDigest.getInstance("SHA-256").digest(clientData));
                return signature.verify(signed);
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }
}
