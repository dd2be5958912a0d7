package io.rempart.console.api;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Serves the description of the interface. */
@Controller
class OpenApi {
    private final ApiReference reference;

    OpenApi(ApiReference reference) {
        this.reference = reference;
    }

    @GetMapping("/api/openapi.json")
    ResponseEntity<byte[]> document() {
        return ResponseEntity.ok().header("Content-Type", Answer.JSON).body(reference.document());
    }
}
