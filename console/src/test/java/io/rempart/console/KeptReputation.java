package io.rempart.console;

import inet.ipaddr.IPAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows the same of every address, once it was asked. */
final class KeptReputation implements Reputation {
    private final Set<IPAddress> asked = new HashSet<>();

    @Override
    public synchronized Optional<Answer> kept(IPAddress address) {
        return asked.contains(address) ? Optional.of(answer("")) : Optional.empty();
    }

    @Override
    public synchronized Answer ask(IPAddress address) {
        return answer(asked.add(address) ? "" : "Today's allowance is used up. <b>");
    }

    private static Answer answer(String problem) {
        return new Answer(
                new Known(87, 312, 41, Instant.now().minusSeconds(7_200), "Data Center <script>"),
                new Network("203.0.113.0/24", 12),
                List.of(new Other("203.0.113.99", 100, 1_234)),
                Instant.now().minusSeconds(60),
                problem);
    }
}
