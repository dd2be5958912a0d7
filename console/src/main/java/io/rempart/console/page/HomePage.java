package io.rempart.console.page;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page is the list of events. */
@Controller
class HomePage {
    @GetMapping("/")
    String home() {
        return "redirect:/events";
    }
}
