package io.rempart.console.security;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.savedrequest.NullRequestCache;

/** Puts the checks of every request in order. Nothing is open but what {@link #rules} names. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SecurityParts {
    /** Paths that need no log-in; everything else does. */
    private static final String[] OPEN = {"/log-in", "/set-up", "/language", "/appearance", "/assets/**"};

    /** Changes that every account may make: its own searches, password and log-out. */
    private static final String[] OWN = {"/searches/**", "/account/**", "/log-out"};

    @Bean
    SetupToken setupToken(ConsoleRooms rooms, Clock clock) {
        return new SetupToken(rooms.accounts(), clock);
    }

    @Bean
    Accounts accounts(ConsoleRooms rooms, Clock clock) {
        return new Accounts(rooms.accounts(), new LogInThrottle(clock), clock);
    }

    @Bean
    Sessions sessions() {
        return new Sessions();
    }

    /** Names the only way to log in; without it Spring Security would look for user services. */
    @Bean
    AuthenticationManager authenticationManager(Accounts accounts) {
        return new ProviderManager(new LogInProvider(accounts));
    }

    @Bean
    FilterRegistrationBean<Filter> requestGuard(ConsoleSettings settings) {
        FilterRegistrationBean<Filter> registration =
                new FilterRegistrationBean<>(new RequestGuard(new HostNames(settings.host(), settings.hostNames())));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
        return registration;
    }

    @Bean
    FilterRegistrationBean<Filter> securityChain(@Qualifier("springSecurityFilterChain") Filter chain) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(chain);
        registration.setOrder(0);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        return registration;
    }

    @Bean
    SecurityFilterChain rules(HttpSecurity http, Accounts accounts, AuthenticationManager manager) throws Exception {
        XorCsrfTokenRequestAttributeHandler tokens = new XorCsrfTokenRequestAttributeHandler();
        // no name: the token is made before the page begins, while the response can still set the cookie
        tokens.setCsrfRequestAttributeName(null);
        return http.authenticationManager(manager)
                .authorizeHttpRequests(requests -> requests.requestMatchers(OPEN)
                        .permitAll()
                        // what belongs to the person alone; every other change needs the right to decide
                        .requestMatchers(HttpMethod.POST, OWN)
                        .authenticated()
                        .requestMatchers(HttpMethod.POST, "/**")
                        .hasAnyRole("ANALYST", "ADMIN")
                        .anyRequest()
                        .authenticated())
                .csrf(csrf -> csrf.csrfTokenRepository(csrfCookie()).csrfTokenRequestHandler(tokens))
                .headers(headers -> headers.disable()) // RequestGuard sets them, on refused requests too
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .anonymous(anonymous -> {})
                .httpBasic(basic -> basic.disable())
                .formLogin(form -> form.loginPage("/log-in")
                        .usernameParameter("name")
                        .passwordParameter("password")
                        .successHandler((request, response, who) ->
                                response.sendRedirect(ReturnPath.safe(request.getParameter("next"))))
                        .failureHandler(SecurityParts::logInFailed))
                .logout(logout -> logout.logoutUrl("/log-out")
                        .addLogoutHandler(recordLogOut(accounts))
                        .deleteCookies("rempart-session")
                        .logoutSuccessUrl("/log-in?bye"))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(SecurityParts::askToLogIn)
                        .accessDeniedHandler(SecurityParts::refuse))
                .addFilterBefore(new StandingLogIn(accounts), AuthorizationFilter.class)
                .build();
    }

    private static CookieCsrfTokenRepository csrfCookie() {
        CookieCsrfTokenRepository repository = new CookieCsrfTokenRepository();
        repository.setCookieName("rempart-csrf");
        repository.setCookiePath("/");
        repository.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Strict"));
        return repository;
    }

    private static LogoutHandler recordLogOut(Accounts accounts) {
        return (request, response, who) -> {
            if (who != null && who.getPrincipal() instanceof Person person) {
                accounts.record(person.name(), "log-out", "", request.getRemoteAddr());
            }
        };
    }

    private static void logInFailed(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        String why = failure instanceof TooManyAttempts wait ? "wait=" + wait.seconds() : "failed";
        String next = ReturnPath.safe(request.getParameter("next"));
        response.sendRedirect("/log-in?" + why
                + (next.equals("/") ? "" : "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
    }

    private static void askToLogIn(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        String logIn = ReturnPath.logInFor(request);
        if (request.getHeader("HX-Request") == null) {
            response.sendRedirect(logIn);
        } else {
            response.setHeader("HX-Redirect", logIn);
            response.setStatus(401);
        }
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException {
        Authentication who = org.springframework.security.core.context.SecurityContextHolder.getContext()
                .getAuthentication();
        boolean person = who != null && who.getPrincipal() instanceof Person;
        if (failure instanceof CsrfException && !person) {
            // a log-in page left open until its token was gone: begin again rather than accuse
            response.sendRedirect("/log-in?again");
        } else {
            response.sendError(403, failure instanceof CsrfException ? "stale" : "role");
        }
    }
}
