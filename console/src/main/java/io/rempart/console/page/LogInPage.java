package io.rempart.console.page;

import io.rempart.console.security.Accounts;
import io.rempart.console.security.OidcLogIn;
import io.rempart.console.security.ReturnPath;
import io.rempart.console.security.oidc.OidcRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The log-in form; Spring Security takes what it sends. */
@Controller
class LogInPage {
    private static final int LONGEST_WAIT_SECONDS = 3_600;

    private final Frame frame;
    private final Accounts accounts;
    private final OidcLogIn oidc;

    LogInPage(Frame frame, Accounts accounts, OidcLogIn oidc) {
        this.frame = frame;
        this.accounts = accounts;
        this.oidc = oidc;
    }

    @GetMapping("/log-in")
    String form(Model model, HttpServletRequest request, Locale locale) {
        if (Frame.person().isPresent()) {
            return "redirect:" + ReturnPath.safe(request.getParameter("next"));
        }
        frame.bare(model, request, locale);
        model.addAttribute("next", ReturnPath.safe(request.getParameter("next")));
        model.addAttribute("failed", request.getParameter("failed") != null);
        model.addAttribute("again", request.getParameter("again") != null);
        model.addAttribute("ready", request.getParameter("ready") != null);
        model.addAttribute("passkeyFailed", request.getParameter("passkey") != null);
        model.addAttribute("oidcFailed", refusal(Frame.parameter(request, "oidc")));
        model.addAttribute("oidcName", oidc.label().orElse(""));
        model.addAttribute("bye", request.getParameter("bye") != null);
        model.addAttribute("waitSeconds", seconds(Frame.parameter(request, "wait")));
        model.addAttribute("noAccount", accounts.none());
        return "log-in";
    }

    /** The reason as the key of a message; empty where there is none of that name. */
    private static String refusal(String wanted) {
        return Arrays.stream(OidcRefusal.Reason.values())
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .filter(wanted::equals)
                .findFirst()
                .map(one -> "login.oidc." + one)
                .orElse("");
    }

    private static int seconds(String text) {
        return text.matches("\\d{1,4}") ? Math.min(Integer.parseInt(text), LONGEST_WAIT_SECONDS) : 0;
    }
}
