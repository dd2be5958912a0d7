package io.rempart.response.feed;

import io.rempart.response.block.BlockerClient;
import io.rempart.response.block.BlockerClient.Answer;
import io.rempart.response.block.BlockerException;
import io.rempart.response.block.WantedFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries feeds to the blocker: asks which versions it has and sends what differs. A feed of which only the end moved is told
 * again when a quarter of its time is over, so that 100,000 ranges are not rewritten in the kernel for each hour's "unchanged".
 * Thread-safe.
 */
public final class FeedSync {
    private final BlockerClient blocker;
    private final Feeds feeds;

    public FeedSync(BlockerClient blocker, Feeds feeds) {
        this.blocker = blocker;
        this.feeds = feeds;
    }

    /** Whether there is nothing to carry and never was. */
    public boolean isIdle() {
        return feeds.isIdle();
    }

    /**
     * Brings the blocker up to date, and takes away what is no feed any more.
     *
     * @return whether there was anything to send
     * @throws BlockerException when it does not answer, or the firewall refuses
     */
    public synchronized boolean sync() {
        if (isIdle()) {
            return false;
        }
        Map<String, String> held = blocker.hello().feeds();
        List<WantedFeed> wanted = feeds.wanted();
        Set<String> gone = new HashSet<>(held.keySet());
        boolean sent = false;
        for (WantedFeed feed : wanted) {
            gone.remove(feed.name());
            if (differs(held.getOrDefault(feed.name(), ""), feed)) {
                send(feed);
                sent = true;
            }
        }
        for (String name : gone) {
            send(WantedFeed.none(name));
            sent = true;
        }
        return sent;
    }

    /**
     * Carries one feed alone, and takes none away: for a process that may be configured otherwise than the one that serves.
     *
     * @throws BlockerException when the blocker does not answer, or the firewall refuses
     */
    public synchronized void carry(String name) {
        Map<String, String> held = blocker.hello().feeds();
        feeds.wanted().stream()
                .filter(feed -> feed.name().equals(name))
                .filter(feed -> differs(held.getOrDefault(name, ""), feed))
                .forEach(this::send);
    }

    private boolean differs(String version, WantedFeed feed) {
        String wanted = feed.version();
        if (version.equals(wanted)) {
            return false;
        }
        int dot = wanted.lastIndexOf('.');
        if (version.length() <= dot || !version.substring(0, dot + 1).equals(wanted.substring(0, dot + 1))) {
            return true;
        }
        long heldUntil;
        try {
            heldUntil = Long.parseLong(version.substring(dot + 1));
        } catch (NumberFormatException e) {
            return true;
        }
        FeedSettings settings = feeds.byName().get(feed.name());
        if (settings == null) {
            return true;
        }
        Duration later = Duration.between(Instant.ofEpochSecond(heldUntil), feed.until());
        return later.isNegative() || later.compareTo(settings.expiry().dividedBy(4)) > 0;
    }

    private void send(WantedFeed feed) {
        Answer answer = blocker.send(feed);
        if (!answer.problem().isEmpty()) {
            throw new BlockerException(answer.problem());
        }
        if (!answer.isTaken()) {
            throw new BlockerException("The blocker was not told yet what is decided; the feed follows.");
        }
    }
}
