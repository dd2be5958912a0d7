package io.rempart.response.notify;

/** Looks for what happened since it last looked, and tells it. {@link #look} is called by one thread, again and again. */
public interface Watch {
    void look();
}
