package io.rempart.app.response;

import inet.ipaddr.IPAddress;
import io.rempart.console.Reputation;
import io.rempart.response.report.Dossier;
import io.rempart.response.report.Dossier.OfAddress;
import io.rempart.response.report.Dossier.OfNetwork;
import io.rempart.response.report.Reporter;
import io.rempart.response.report.Reporter.LookUp;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What AbuseIPDB knows, for the page of a source. Thread-safe. */
public final class AbuseIpdbReputation implements Reputation {
    private static final int IPV4_BLOCK = 24;

    private final Reporter reporter;

    public AbuseIpdbReputation(Reporter reporter) {
        this.reporter = reporter;
    }

    @Override
    public Optional<Answer> kept(IPAddress address) {
        LookUp kept = reporter.kept(address);
        return kept.answer().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        answer(kept, block(address).map(reporter::keptOfBlock).orElse(null), address));
    }

    @Override
    public Answer ask(IPAddress address) {
        LookUp own = reporter.check(address);
        return answer(own, block(address).map(reporter::checkBlock).orElse(null), address);
    }

    /** The /24 around an IPv4 address, which every plan may ask about. */
    private static Optional<IPAddress> block(IPAddress address) {
        return address.isIPv4() ? Optional.of(address.setPrefixLength(IPV4_BLOCK, false)) : Optional.empty();
    }

    private static Answer answer(LookUp own, @Nullable LookUp block, IPAddress address) {
        Optional<OfAddress> known = own.answer().flatMap(Dossier::ofAddress);
        Optional<OfNetwork> network = block == null
                ? Optional.empty()
                : block.answer()
                        .flatMap(json -> Dossier.ofNetwork(
                                block(address).orElseThrow().toPrefixBlock().toCanonicalString(), json));
        List<Other> others = network.map(OfNetwork::worst).orElse(List.of()).stream()
                .filter(other -> !other.address().equals(address.toCanonicalString()))
                .map(other -> new Other(other.address(), other.confidence(), other.reports()))
                .toList();
        return new Answer(
                known.map(one -> new Known(
                                one.confidence(), one.reports(), one.reporters(), one.lastReported(), one.usage()))
                        .orElse(null),
                network.map(one -> new Network(one.network(), one.addresses())).orElse(null),
                others,
                own.at().orElse(null),
                own.problem());
    }
}
