package io.rempart.app.response;

import inet.ipaddr.IPAddress;
import io.rempart.app.command.FeedWords;
import io.rempart.console.DecisionFeed;
import io.rempart.events.decision.DecisionStore;
import io.rempart.response.block.FirewallStatus;
import io.rempart.response.block.FirewallStatus.FeedStanding;
import io.rempart.response.feed.BouncerBook;
import io.rempart.response.feed.DecisionLists;
import io.rempart.response.feed.FeedProblem;
import io.rempart.response.feed.FeedSettings.Action;
import io.rempart.response.feed.Feeds;
import io.rempart.response.feed.Published;
import io.rempart.response.feed.PublishedDecisions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What the console gives to bouncers and shows of feeds. Thread-safe. */
public final class FirewallFeed implements DecisionFeed {
    private final FeedRooms rooms;
    private final ResponseRooms response;
    private final PublishedDecisions published;
    private final BouncerBook bouncers;
    private final Clock clock = Clock.systemUTC();

    public FirewallFeed(Path dataDirectory, DecisionStore decisions, FeedRooms rooms, ResponseRooms response) {
        Path directory = dataDirectory.resolve("bouncers");
        this.rooms = rooms;
        this.response = response;
        this.published = new PublishedDecisions(
                decisions, response.guards(), response.networks(), directory.resolve("published.journal"), clock);
        this.bouncers = new BouncerBook(directory.resolve("bouncers.list"));
    }

    private static Item item(Published one, Instant now) {
        Instant end = one.goneAt() == null ? one.announced() : one.goneAt();
        return new Item(
                one.number(), one.origin(), one.scope().key(), one.value(), one.scenario(), Duration.between(now, end));
    }

    private Changes changes(PublishedDecisions.Changes changes) {
        Instant now = clock.instant();
        return new Changes(
                changes.added().stream().map(one -> item(one, now)).toList(),
                changes.gone().stream().map(one -> item(one, now)).toList(),
                changes.epoch() + " " + changes.number());
    }

    @Override
    public List<Item> inForce() {
        Instant now = clock.instant();
        return published.inForce().stream().map(one -> item(one, now)).toList();
    }

    @Override
    public Changes everything() {
        return changes(published.all());
    }

    @Override
    public Changes changes(String bouncer, String address) {
        return changes(bouncers.bouncer(bouncer, address)
                .map(one -> published.since(one.epoch(), one.number()))
                .orElseGet(published::all));
    }

    @Override
    public void pulled(String bouncer, String address, String agent, String mark) {
        int blank = mark.indexOf(' ');
        BouncerBook.Bouncer before = bouncers.bouncer(bouncer, address)
                .orElse(new BouncerBook.Bouncer(bouncer, address, agent, "-", 0, Instant.EPOCH));
        bouncers.pulled(new BouncerBook.Bouncer(
                bouncer,
                address,
                agent,
                blank < 0 ? before.epoch() : mark.substring(0, blank),
                blank < 0 ? before.number() : Long.parseLong(mark.substring(blank + 1)),
                clock.instant()));
    }

    @Override
    public Written list(String form) {
        DecisionLists list = DecisionLists.of(published.inForce());
        Instant now = clock.instant();
        return new Written(
                list.mark(), form.equals("nft") ? out -> list.nftables(now, out) : out -> list.plain(now, out));
    }

    @Override
    public List<Bouncer> bouncers() {
        return bouncers.all().stream()
                .map(one -> new Bouncer(one.name(), one.address(), one.agent(), one.pulledAt()))
                .toList();
    }

    @Override
    public List<Incoming> incoming(Locale language) {
        List<Feeds.Standing> standing = rooms.feeds().standing();
        FirewallStatus status =
                standing.isEmpty() ? null : response.decisions().firewall().status();
        return standing.stream()
                .map(each -> {
                    FeedProblem problem = each.problem();
                    FeedStanding held = status == null
                            ? null
                            : status.feeds().stream()
                                    .filter(one ->
                                            one.name().equals(each.settings().name()))
                                    .findFirst()
                                    .orElse(null);
                    boolean isKnown = status != null && each.settings().action() == Action.BLOCK;
                    return new Incoming(
                            each.settings().name(),
                            each.settings().source().toText(),
                            each.settings().action() == Action.BLOCK,
                            FeedWords.state(each),
                            each.entries(),
                            each.refusedLines(),
                            !isKnown ? -1 : held == null ? 0 : held.wanted(),
                            !isKnown ? -1 : held == null ? 0 : held.dropped(),
                            each.currentAt(),
                            each.endsAt(),
                            each.nextAt().equals(Instant.EPOCH) ? null : each.nextAt(),
                            problem == null ? "" : FeedWords.problem(problem, language));
                })
                .toList();
    }

    @Override
    public List<Listing> listing(IPAddress address) {
        return rooms.feeds().listing(address).stream()
                .map(feed -> new Listing(feed.name(), feed.action() == Action.BLOCK))
                .toList();
    }
}
