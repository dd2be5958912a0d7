package io.rempart.console.page;

import io.rempart.console.security.OidcLogIn;
import io.rempart.console.security.ReturnPath;
import io.rempart.console.security.TooManyAttempts;
import io.rempart.console.security.oidc.OidcRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** To the organisation's log-in and back. Links, no forms: form-action would stop a form that leads to another site. */
@Controller
class OidcPage {
    private final OidcLogIn logIn;

    OidcPage(OidcLogIn logIn) {
        this.logIn = logIn;
    }

    @GetMapping("/log-in/oidc")
    String begin(HttpServletRequest request, HttpServletResponse response) {
        try {
            return "redirect:" + logIn.begin(ReturnPath.safe(request.getParameter("next")), request, response);
        } catch (OidcRefusal refusal) {
            return why(refusal);
        } catch (TooManyAttempts tooMany) {
            return "redirect:/log-in?wait=" + tooMany.seconds();
        }
    }

    @GetMapping("/log-in/oidc/return")
    String complete(HttpServletRequest request, HttpServletResponse response) {
        try {
            // braces would be taken for variables
            return "redirect:"
                    + logIn.complete(request, response).replace("{", "%7B").replace("}", "%7D");
        } catch (OidcRefusal refusal) {
            return why(refusal);
        } catch (TooManyAttempts tooMany) {
            return "redirect:/log-in?wait=" + tooMany.seconds();
        }
    }

    private static String why(OidcRefusal refusal) {
        return refusal.reason() == OidcRefusal.Reason.AGAIN
                ? "redirect:/log-in?again"
                : "redirect:/log-in?oidc=" + refusal.reason().name().toLowerCase(Locale.ROOT);
    }
}
