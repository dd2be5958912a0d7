package io.rempart.console.live;

import io.rempart.console.security.Person;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open stream. Writing never waits: what can't be sent at once stays in {@link Outgoing} until the connection takes it, so no
 * thread belongs to a subscriber. Ends with the session it belongs to. Thread-safe.
 */
final class Subscriber implements WriteListener, HttpSessionBindingListener {
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Consumer<Subscriber> atEnd;
    private final Outgoing outgoing = new Outgoing();
    private final Person person;
    private final Instant since;
    private final @Nullable HttpSession session;
    private boolean isOpen = true;
    private boolean isFlushed = true;

    /** @param session null for a program with a token */
    Subscriber(
            AsyncContext context,
            ServletOutputStream out,
            Person person,
            @Nullable HttpSession session,
            Instant since,
            Consumer<Subscriber> atEnd) {
        this.context = context;
        this.out = out;
        this.person = person;
        this.session = session;
        this.since = since;
        this.atEnd = atEnd;
    }

    Person person() {
        return person;
    }

    Instant since() {
        return since;
    }

    @Nullable
    HttpSession session() {
        return session;
    }

    void send(byte[] message) {
        boolean isGone;
        synchronized (this) {
            outgoing.add(message);
            isGone = !drained();
        }
        if (isGone) {
            end();
        }
    }

    @Override
    public void onWritePossible() {
        boolean isGone;
        synchronized (this) {
            isGone = !drained();
        }
        if (isGone) {
            end();
        }
    }

    /** Sends what can be sent now; false when nobody is there any more. Ending is left to who holds no lock. */
    private boolean drained() {
        try {
            while (isOpen && out.isReady()) {
                if (!isFlushed) {
                    isFlushed = true;
                    out.flush();
                    continue;
                }
                byte[] next = outgoing.next();
                if (next == null) {
                    return true;
                }
                isFlushed = false;
                out.write(next);
            }
            return true;
        } catch (IOException | IllegalStateException gone) {
            return false;
        }
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    /** The log-in is over. */
    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        end();
    }

    void end() {
        synchronized (this) {
            if (!isOpen) {
                return;
            }
            isOpen = false;
        }
        atEnd.accept(this);
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // the connection is gone already
        }
    }
}
