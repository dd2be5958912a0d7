package io.rempart.console.page;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.PasskeyLogIn;
import io.rempart.console.security.Passkeys;
import io.rempart.console.security.Passkeys.Place;
import io.rempart.console.security.Person;
import io.rempart.console.security.ReturnPath;
import io.rempart.console.security.TooManyAttempts;
import io.rempart.console.text.Fields;
import io.rempart.console.text.JsonText;
import io.rempart.events.account.Credential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Passkeys: registered and removed on the account page, used on the log-in page; passkeys.js talks to the browser. */
@Controller
class PasskeysPage {
    private final Accounts accounts;
    private final Passkeys passkeys;
    private final PasskeyLogIn logIn;

    PasskeysPage(Accounts accounts, Passkeys passkeys, PasskeyLogIn logIn) {
        this.accounts = accounts;
        this.passkeys = passkeys;
        this.logIn = logIn;
    }

    /** The console as the browser sees it; the host name was checked. */
    static Place place(HttpServletRequest request) {
        String host = String.valueOf(request.getHeader("Host")).toLowerCase(Locale.ROOT);
        String name = host.replaceFirst(":\\d+$", "");
        return new Place(name, (request.isSecure() ? "https://" : "http://") + host);
    }

    /** Asks for the password again, since a passkey outlives the session it is registered in. */
    @PostMapping("/account/passkeys/begin")
    ResponseEntity<byte[]> begin(
            @RequestParam(name = "password", defaultValue = "") String password, HttpServletRequest request) {
        Person person = Frame.person().orElseThrow();
        try {
            if (!accounts.confirms(person, password, request.getRemoteAddr())) {
                return answer(422, new Fields().with("problem", "password"));
            }
        } catch (TooManyAttempts tooMany) {
            return answer(429, new Fields().with("problem", "password"));
        }
        return answer(
                200,
                new Fields()
                        .with("challenge", passkeys.challenge("register " + person.name()))
                        .with("rpId", place(request).rpId())
                        .with("name", person.name())
                        .with("userHandle", passkeys.userHandle(person.name()))
                        .with(
                                "known",
                                passkeys.of(person.name()).stream()
                                        .map(Credential::id)
                                        .toList()));
    }

    private static ResponseEntity<byte[]> answer(int status, Fields fields) {
        return ResponseEntity.status(status)
                .header("Content-Type", "application/json")
                .body(JsonText.bytes(fields));
    }

    @PostMapping("/account/passkeys")
    String register(
            @RequestParam(name = "name", defaultValue = "") String name,
            @RequestParam(name = "handle", defaultValue = "") String handle,
            @RequestParam(name = "client", defaultValue = "") String client,
            @RequestParam(name = "attestation", defaultValue = "") String attestation,
            HttpServletRequest request) {
        Person person = Frame.person().orElseThrow();
        String called = name.strip();
        boolean added = passkeys.register(
                person,
                called.substring(0, Math.min(100, called.length())),
                handle,
                client,
                attestation,
                place(request));
        accounts.record(person.name(), added ? "passkey-added" : "passkey-refused", called, request.getRemoteAddr());
        return added ? "redirect:/account#passkeys" : "redirect:/account?passkey=refused#passkeys";
    }

    @PostMapping("/account/passkeys/remove")
    String remove(@RequestParam(name = "id", defaultValue = "") String id, HttpServletRequest request) {
        Person person = Frame.person().orElseThrow();
        if (!passkeys.remove(person.name(), id)) {
            throw new NotThere();
        }
        accounts.record(person.name(), "passkey-removed", "", request.getRemoteAddr());
        return "redirect:/account#passkeys";
    }

    @PostMapping("/log-in/passkey/begin")
    ResponseEntity<byte[]> beginLogIn(HttpServletRequest request) {
        return answer(
                200,
                new Fields()
                        .with("challenge", passkeys.challenge("log-in"))
                        .with("rpId", place(request).rpId()));
    }

    @PostMapping("/log-in/passkey")
    String logIn(
            @RequestParam(name = "id", defaultValue = "") String id,
            @RequestParam(name = "client", defaultValue = "") String client,
            @RequestParam(name = "data", defaultValue = "") String data,
            @RequestParam(name = "signature", defaultValue = "") String signature,
            @RequestParam(name = "handle", defaultValue = "") String handle,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            return logIn.logIn(id, client, data, signature, handle, place(request), request, response)
                    ? "redirect:" + ReturnPath.safe(request.getParameter("next"))
                    : "redirect:/log-in?passkey";
        } catch (TooManyAttempts tooMany) {
            return "redirect:/log-in?wait=" + tooMany.seconds();
        }
    }
}
