package io.rempart.console.page;

import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Serves {@link Assets}. */
@Controller
class AssetsPage {
    private final Assets assets;

    AssetsPage(Assets assets) {
        this.assets = assets;
    }

    @GetMapping("/assets/{fingerprint}/{name}")
    ResponseEntity<byte[]> file(@PathVariable String fingerprint, @PathVariable String name) {
        return answer(fingerprint, name);
    }

    @GetMapping("/assets/{fingerprint}/vendor/{name}")
    ResponseEntity<byte[]> vendorFile(@PathVariable String fingerprint, @PathVariable String name) {
        return answer(fingerprint, "vendor/" + name);
    }

    private ResponseEntity<byte[]> answer(String fingerprint, String name) {
        Optional<byte[]> file = assets.file(fingerprint, name);
        if (file.isEmpty()) {
            throw new NotThere();
        }
        return ResponseEntity.ok()
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("Content-Type", Assets.type(name))
                .body(file.get());
    }
}
