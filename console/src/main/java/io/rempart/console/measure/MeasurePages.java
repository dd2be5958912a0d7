package io.rempart.console.measure;

import inet.ipaddr.IPAddressString;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.api.Answer;
import io.rempart.console.language.RequestWords;
import io.rempart.console.measure.Health.Check;
import io.rempart.console.security.Person;
import io.rempart.console.text.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Metrics for who has a token of that scope; health for everybody, and its reasons for who is logged in. */
@Controller
class MeasurePages {
    private final Metrics metrics;
    private final Health health;
    private final ConsoleSettings settings;

    MeasurePages(Metrics metrics, Health health, ConsoleSettings settings) {
        this.metrics = metrics;
        this.health = health;
        this.settings = settings;
    }

    /** Where it is for this machine alone, others find nothing. */
    @GetMapping("/metrics")
    ResponseEntity<byte[]> metrics(HttpServletRequest request) {
        if (settings.security().areMetricsOnLoopbackOnly()
                && !new IPAddressString(request.getRemoteAddr().replaceAll("[\\[\\]]", "")).isLoopback()) {
            return Answer.refused(404, "Not Found", "metrics", RequestWords.text(request, "door.metrics"));
        }
        return ResponseEntity.ok()
                .header("Content-Type", PrometheusText.TYPE)
                .body(metrics.text().getBytes(StandardCharsets.UTF_8));
    }

    /** The process answers. */
    @GetMapping("/health/live")
    ResponseEntity<byte[]> live() {
        return Answer.of(200, new Fields().with("status", "up"));
    }

    /** The process can do its work: 200, else 503. */
    @GetMapping("/health/ready")
    ResponseEntity<byte[]> ready() {
        List<Check> checks = health.checks();
        boolean isReady = checks.stream().allMatch(check -> check.problem() == null);
        Fields answer = new Fields().with("status", isReady ? "up" : "down");
        if (isKnown()) {
            answer.with(
                    "checks",
                    checks.stream()
                            .map(check -> new Fields()
                                    .with("name", check.name())
                                    .with("status", check.problem() == null ? "up" : "down")
                                    .with("problem", check.problem()))
                            .toList());
        }
        return Answer.of(isReady ? 200 : 503, answer);
    }

    private static boolean isKnown() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null && who.getPrincipal() instanceof Person;
    }
}
