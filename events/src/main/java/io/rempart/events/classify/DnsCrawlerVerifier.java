package io.rempart.events.classify;

import inet.ipaddr.IPAddress;
import io.rempart.events.classify.RuleBook.Crawler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Forward-confirmed reverse DNS: the address has a name in the crawler's domain, and that name has the address. A name alone
 * proves nothing, since whoever owns an address writes its name. Questions are asked in the background by two threads, at most
 * 256 waiting; at most 10,000 answers are remembered. Thread-safe.
 */
public final class DnsCrawlerVerifier implements CrawlerVerifier, AutoCloseable {
    private static final int MAX_WAITING = 256;
    private static final int MAX_REMEMBERED = 10_000;

    private final ThreadPoolExecutor threads;
    private final Map<String, Answer> answers = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    public DnsCrawlerVerifier() {
        threads = new ThreadPoolExecutor(2, 2, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
            Thread thread = new Thread(task, "crawler-dns");
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public Answer verify(IPAddress address, Crawler crawler) {
        String key = crawler.name() + ' ' + address.toCanonicalString();
        synchronized (answers) {
            Answer known = answers.get(key);
            if (known != null) {
                return known;
            }
            answers.put(key, Answer.UNKNOWN); // asked once, not once an event
        }
        try {
            threads.execute(() -> remember(key, ask(address.toInetAddress(), crawler)));
        } catch (RejectedExecutionException e) {
            synchronized (answers) {
                answers.remove(key);
            }
        }
        return Answer.UNKNOWN;
    }

    private void remember(String key, Answer answer) {
        synchronized (answers) {
            answers.put(key, answer);
        }
    }

    private static Answer ask(InetAddress address, Crawler crawler) {
        // The JDK asks for the name and confirms that the name has the address; without both it gives the address as
        // text.
        String name = address.getCanonicalHostName().toLowerCase(Locale.ROOT);
        if (name.equals(address.getHostAddress())) {
            return Answer.UNKNOWN;
        }
        if (crawler.domains().stream().noneMatch(name::endsWith)) {
            return Answer.REFUTED;
        }
        try {
            for (InetAddress forward : InetAddress.getAllByName(name)) {
                if (forward.equals(address)) {
                    return Answer.CONFIRMED;
                }
            }
            return Answer.REFUTED;
        } catch (UnknownHostException e) {
            return Answer.UNKNOWN;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
