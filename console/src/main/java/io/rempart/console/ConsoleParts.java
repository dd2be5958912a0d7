package io.rempart.console;

import io.rempart.console.api.ApiParts;
import io.rempart.console.bouncer.BouncerParts;
import io.rempart.console.language.LanguageParts;
import io.rempart.console.live.LiveParts;
import io.rempart.console.measure.MeasureParts;
import io.rempart.console.page.PageParts;
import io.rempart.console.security.ForwardedByTrustedProxy;
import io.rempart.console.security.SecurityParts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.boot.web.server.servlet.Session;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Everything the console is made of, named one by one: no auto-configuration, so that nothing unused is loaded. */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
@Import({
    SecurityParts.class,
    LanguageParts.class,
    PageParts.class,
    BouncerParts.class,
    ApiParts.class,
    LiveParts.class,
    MeasureParts.class
})
class ConsoleParts {
    private static final int THREADS = 12;
    private static final int MOST_CONNECTIONS = 256;
    private static final int LARGEST_FORM_BYTES = 64 * 1_024;
    private static final int MOST_FORM_FIELDS = 64;

    @Bean
    JettyServletWebServerFactory webServer(ConsoleSettings settings) throws UnknownHostException {
        JettyServletWebServerFactory factory = new JettyServletWebServerFactory(settings.port());
        factory.setAddress(InetAddress.getByName(settings.host()));
        factory.setAcceptors(1);
        factory.setSelectors(1);
        factory.setMaxConnections(MOST_CONNECTIONS);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("console");
        factory.setThreadPool(threads);
        factory.getSettings().setRegisterDefaultServlet(false);
        Session session = factory.getSettings().getSession();
        session.setTimeout(settings.sessionIdle());
        session.setTrackingModes(Set.of(Session.SessionTrackingMode.COOKIE));
        session.getCookie().setName("rempart-session");
        session.getCookie().setHttpOnly(true);
        session.getCookie().setSameSite(SameSite.LAX);
        session.getCookie().setPath("/");
        factory.addErrorPages(new ErrorPage("/error"));
        factory.addServerCustomizers(server -> harden(server, settings));
        return factory;
    }

    private static void harden(Server server, ConsoleSettings settings) {
        for (Connector connector : server.getConnectors()) {
            HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
            if (http != null) {
                HttpConfiguration configuration = http.getHttpConfiguration();
                configuration.setSendServerVersion(false);
                configuration.setSendXPoweredBy(false);
                configuration.addCustomizer(new ForwardedByTrustedProxy(settings.trustedProxies()));
            }
        }
        server.setErrorHandler(new BareErrors());
        for (Handler handler : server.getDescendants(WebAppContext.class)) {
            WebAppContext context = (WebAppContext) handler;
            context.setMaxFormContentSize(LARGEST_FORM_BYTES);
            context.setMaxFormKeys(MOST_FORM_FIELDS);
            if (context.getErrorHandler() instanceof ErrorHandler errors) {
                errors.setShowStacks(false);
                errors.setShowCauses(false);
                errors.setShowMessageInTitle(false);
            }
        }
    }

    @Bean
    DispatcherServlet dispatcherServlet() {
        return new DispatcherServlet();
    }
}
