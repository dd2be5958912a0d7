package io.rempart.console.page;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page is the overview. */
@Controller
class HomePage {
    @GetMapping("/")
    String home() {
        return "redirect:/overview";
    }
}
