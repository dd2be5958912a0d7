package io.rempart.app.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.app.Installation;
import io.rempart.app.config.Configuration;
import io.rempart.console.Actor;
import io.rempart.console.Policies;
import io.rempart.console.Policies.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchedPoliciesTest {
    @TempDir
    Path directory;

    private Policies.View view(int events, boolean confirms) throws Exception {
        Path file = directory.resolve("rempart.yaml");
        Files.writeString(file, """
                data: %1$s/data
                response: {policies: %1$s/policies.yaml}
                blocker: {socket: %1$s/blocker.sock, state: %1$s/state}
                """.formatted(directory));
        Files.writeString(
                directory.resolve("policies.yaml"),
                "policies: [{name: mine, mode: on, when: {class: attack, events: " + events + ", within: 10min}}]\n");
        try (Installation installation = Installation.open(Configuration.load(file, Map.of(), Map.of()));
                ResponseRooms rooms = installation.response()) {
            Policies policies = new SwitchedPolicies(rooms);
            if (confirms) {
                assertThat(policies.confirm("mine", new Actor("anne", Locale.ENGLISH, null))
                                .done())
                        .isTrue();
            }
            return policies.all(Locale.ENGLISH).stream()
                    .filter(one -> one.name().equals("mine"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void anEditRunsDryAndIsShownAsOneUntilItIsConfirmed() throws Exception {
        assertThat(view(5, false))
                .satisfies(one -> assertThat(one.isEdited()).isTrue())
                .satisfies(one -> assertThat(one.mode()).isEqualTo(Mode.DRY_RUN));
        assertThat(view(5, true))
                .satisfies(one -> assertThat(one.isEdited()).isFalse())
                .satisfies(one -> assertThat(one.mode()).isEqualTo(Mode.ON));
        assertThat(view(4, false)).satisfies(one -> assertThat(one.isEdited()).isTrue());
    }
}
