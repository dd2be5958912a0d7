package io.rempart.console;

import io.rempart.console.api.ApiParts;
import io.rempart.console.bouncer.BouncerParts;
import io.rempart.console.language.LanguageParts;
import io.rempart.console.live.LiveParts;
import io.rempart.console.measure.MeasureParts;
import io.rempart.console.page.PageParts;
import io.rempart.console.security.ForwardedByTrustedProxy;
import io.rempart.console.security.PemKeyManager;
import io.rempart.console.security.SecurityParts;
import io.rempart.console.security.SecuritySettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
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
                if (connector instanceof AbstractConnector plain) {
                    encrypt(plain, configuration, settings.security());
                }
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

    /** TLS 1.2 and 1.3 when a certificate is configured. */
    private static void encrypt(
            AbstractConnector connector, HttpConfiguration configuration, SecuritySettings security) {
        if (security.certificate() == null || security.privateKey() == null) {
            return;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {
                        new PemKeyManager(security.certificate(), security.privateKey(), Clock.systemUTC())
                    },
                    null,
                    null);
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setSslContext(context);
            tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
            // one certificate for whatever name or address the console is opened by; RequestGuard checks the name
            configuration.addCustomizer(new SecureRequestCustomizer(false));
            connector.addFirstConnectionFactory(new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()));
        } catch (GeneralSecurityException e) {
            throw new ConsoleException("TLS can't be switched on: " + e.getMessage(), e);
        }
    }

    @Bean
    DispatcherServlet dispatcherServlet() {
        return new DispatcherServlet();
    }
}
