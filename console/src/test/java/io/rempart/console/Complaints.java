package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a page must never cause: a dialog, a script error, a violation of the content security policy, a foreign request. */
public final class Complaints {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    private Complaints() {}

    public static Complaints of(Page page) {
        Complaints complaints = new Complaints();
        page.onDialog(dialog -> {
            complaints.heard.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onPageError(error -> complaints.heard.add("error: " + error));
        page.onConsoleMessage(message -> {
            boolean expected = message.text().contains("the server responded with a status of 4");
            if ((message.type().equals("error") || message.type().equals("warning")) && !expected) {
                complaints.heard.add(message.type() + ": " + message.text() + " at " + message.location());
            }
        });
        page.onRequest(request -> {
            String own = java.net.URI.create(request.url()).getHost();
            if (!"127.0.0.1".equals(own)) {
                complaints.heard.add("request: " + request.url());
            }
        });
        return complaints;
    }

    public void assertNone() {
        assertThat(heard).isEmpty();
    }
}
