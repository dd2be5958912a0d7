package io.rempart.console.page;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import io.rempart.console.security.ReturnPath;
import io.rempart.console.security.SecondFactor;
import io.rempart.console.security.SecondStep;
import io.rempart.console.security.TooManyAttempts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The second factor: set up with an authenticator app, asked for at log-in, taken away again. */
@Controller
class SecondFactorPage {
    private static final String OFFER = "rempart.second-factor-offer";

    private final Frame frame;
    private final Accounts accounts;
    private final SecondFactor secondFactor;
    private final SecondStep secondStep;

    SecondFactorPage(Frame frame, Accounts accounts, SecondFactor secondFactor, SecondStep secondStep) {
        this.frame = frame;
        this.accounts = accounts;
        this.secondFactor = secondFactor;
        this.secondStep = secondStep;
    }

    @GetMapping("/account/second-factor")
    String offer(Model model, HttpServletRequest request, Locale locale) {
        return show(model, request, locale, null, 0, List.of());
    }

    private String show(
            Model model,
            HttpServletRequest request,
            Locale locale,
            @Nullable String problem,
            long waitSeconds,
            List<String> codes) {
        Person person = Frame.person().orElseThrow();
        frame.page(model, request, locale, Section.SETTINGS);
        boolean isSetUp = secondFactor.isSetUp(person.name());
        model.addAttribute("isSetUp", isSetUp);
        model.addAttribute("codes", codes);
        model.addAttribute("codesLeft", secondFactor.recoveryCodesLeft(person.name()));
        model.addAttribute("problem", problem);
        model.addAttribute("waitSeconds", waitSeconds);
        if (!isSetUp) {
            byte[] secret = offered(request.getSession(true));
            String text = SecondFactor.base32(secret);
            model.addAttribute("secret", text.replaceAll("(.{4})(?=.)", "$1 "));
            model.addAttribute(
                    "qr",
                    picture("otpauth://totp/Rempart:"
                            + URLEncoder.encode(person.name(), StandardCharsets.UTF_8) + "?secret=" + text
                            + "&issuer=Rempart"));
        }
        return "second-factor";
    }

    private byte[] offered(HttpSession session) {
        if (session.getAttribute(OFFER) instanceof byte[] known) {
            return known;
        }
        byte[] fresh = secondFactor.newSecret();
        session.setAttribute(OFFER, fresh);
        return fresh;
    }

    /** The dark modules as one SVG path, 64 units wide at most. */
    public record Picture(int size, String path) {}

    private static Picture picture(String text) {
        try {
            BitMatrix matrix =
                    new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, Map.of(EncodeHintType.MARGIN, 4));
            StringBuilder path = new StringBuilder();
            for (int y = 0; y < matrix.getHeight(); y++) {
                for (int x = 0; x < matrix.getWidth(); x++) {
                    if (matrix.get(x, y)) {
                        path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                    }
                }
            }
            return new Picture(matrix.getWidth(), path.toString());
        } catch (WriterException e) {
            throw new IllegalStateException("no QR code of " + text.length() + " characters", e);
        }
    }

    @PostMapping("/account/second-factor")
    String confirm(
            @RequestParam(name = "code", defaultValue = "") String code,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        Person person = Frame.person().orElseThrow();
        HttpSession session = request.getSession(true);
        if (secondFactor.isSetUp(person.name())) {
            return "redirect:/account/second-factor";
        }
        Optional<List<String>> codes = secondFactor.confirm(person.name(), offered(session), code);
        if (codes.isEmpty()) {
            response.setStatus(422);
            return show(model, request, locale, "second.problem.code", 0, List.of());
        }
        session.removeAttribute(OFFER);
        accounts.record(person.name(), "second-factor-set-up", "", request.getRemoteAddr());
        return show(model, request, locale, null, 0, codes.get());
    }

    /** New recovery codes, or none of it any more; both ask for the password again. */
    @PostMapping("/account/second-factor/codes")
    String newCodes(
            @RequestParam(name = "password", defaultValue = "") String password,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        Person person = Frame.person().orElseThrow();
        try {
            if (!secondFactor.isSetUp(person.name())) {
                return "redirect:/account/second-factor";
            }
            if (accounts.confirms(person, password, request.getRemoteAddr())) {
                accounts.record(person.name(), "recovery-codes-renewed", "", request.getRemoteAddr());
                return show(model, request, locale, null, 0, secondFactor.newRecoveryCodes(person.name()));
            }
            response.setStatus(422);
            return show(model, request, locale, "password.problem.old", 0, List.of());
        } catch (TooManyAttempts tooMany) {
            response.setStatus(422);
            return show(model, request, locale, null, tooMany.seconds(), List.of());
        }
    }

    @PostMapping("/account/second-factor/remove")
    String remove(
            @RequestParam(name = "password", defaultValue = "") String password,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        Person person = Frame.person().orElseThrow();
        try {
            if (accounts.confirms(person, password, request.getRemoteAddr())) {
                secondFactor.remove(person.name());
                accounts.record(person.name(), "second-factor-removed", "", request.getRemoteAddr());
                return "redirect:/account";
            }
            response.setStatus(422);
            return show(model, request, locale, "password.problem.old", 0, List.of());
        } catch (TooManyAttempts tooMany) {
            response.setStatus(422);
            return show(model, request, locale, null, tooMany.seconds(), List.of());
        }
    }

    @GetMapping("/log-in/second")
    String ask(Model model, HttpServletRequest request, Locale locale) {
        if (secondStep.waiting(request).isEmpty()) {
            return "redirect:/log-in?again";
        }
        return askFor(model, request, locale, false, 0);
    }

    private String askFor(Model model, HttpServletRequest request, Locale locale, boolean failed, long waitSeconds) {
        frame.bare(model, request, locale);
        model.addAttribute("here", "/log-in/second");
        model.addAttribute("next", ReturnPath.safe(request.getParameter("next")));
        model.addAttribute("failed", failed);
        model.addAttribute("waitSeconds", waitSeconds);
        return "log-in-second";
    }

    @PostMapping("/log-in/second")
    String answer(
            @RequestParam(name = "code", defaultValue = "") String code,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale) {
        if (secondStep.waiting(request).isEmpty()) {
            return "redirect:/log-in?again";
        }
        try {
            if (secondStep.complete(code, request, response)) {
                return "redirect:" + ReturnPath.safe(request.getParameter("next"));
            }
            response.setStatus(422);
            return askFor(model, request, locale, true, 0);
        } catch (TooManyAttempts tooMany) {
            response.setStatus(429);
            return askFor(model, request, locale, false, tooMany.seconds());
        }
    }
}
