package io.rempart.console.security;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.language.RequestWords;
import io.rempart.console.security.AccessTable.Least;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.web.servlet.LocaleResolver;

/** Puts the checks of every request in order. Nothing is open but what {@link AccessTable} says. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SecurityParts {
    @Bean
    SetupToken setupToken(ConsoleRooms rooms, Clock clock) {
        return new SetupToken(rooms.accounts(), clock);
    }

    @Bean
    Accounts accounts(ConsoleRooms rooms, Clock clock) {
        return new Accounts(rooms.accounts(), new LogInThrottle(clock), clock);
    }

    @Bean
    ApiTokens apiTokens(ConsoleRooms rooms, Clock clock) {
        return new ApiTokens(rooms.accounts(), clock);
    }

    @Bean
    Sessions sessions() {
        return new Sessions();
    }

    @Bean
    People people(ConsoleRooms rooms, Clock clock) {
        return new People(rooms.accounts(), clock);
    }

    @Bean
    Invitations invitations(People people, Accounts accounts) {
        return new Invitations(people, accounts);
    }

    @Bean
    SignedInPeople signedInPeople(Clock clock) {
        return new SignedInPeople(clock);
    }

    @Bean
    SecondFactor secondFactor(ConsoleRooms rooms, ConsoleSettings settings, Clock clock) {
        return new SecondFactor(
                rooms.accounts(), new SecretBox(settings.dataDirectory().resolve("console.key")), clock);
    }

    @Bean
    Passkeys passkeys(ConsoleRooms rooms, Accounts accounts, Clock clock) {
        return new Passkeys(rooms.accounts(), accounts, clock);
    }

    @Bean
    PasskeyLogIn passkeyLogIn(Passkeys passkeys, Accounts accounts, SecondStep secondStep) {
        return new PasskeyLogIn(passkeys, accounts, secondStep);
    }

    @Bean
    OidcLogIn oidcLogIn(
            ConsoleRooms rooms,
            ConsoleSettings settings,
            People people,
            Accounts accounts,
            SecondStep secondStep,
            Clock clock) {
        return new OidcLogIn(
                settings.security(), new OidcAccounts(rooms.accounts(), people, clock), accounts, secondStep, clock);
    }

    @Bean
    SecondStep secondStep(Accounts accounts, SecondFactor secondFactor, Sessions sessions, Clock clock) {
        return new SecondStep(accounts, secondFactor, sessions, clock);
    }

    /** Names the only way to log in; without it Spring Security would look for user services. */
    @Bean
    AuthenticationManager authenticationManager(Accounts accounts, SecondFactor secondFactor) {
        return new ProviderManager(new LogInProvider(accounts, secondFactor));
    }

    @Bean
    FilterRegistrationBean<Filter> requestGuard(
            ConsoleSettings settings, MessageSource messages, LocaleResolver languages) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(new RequestGuard(
                new HostNames(settings.host(), settings.hostNames()), new RequestWords(messages, languages)));
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

    /** Programs with a token: nothing is kept of them, and a browser never sends a token by itself, so no CSRF token. */
    @Bean
    @Order(1)
    SecurityFilterChain rulesOfPrograms(
            HttpSecurity http,
            ConsoleSettings settings,
            ApiTokens apiTokens,
            Accounts accounts,
            Clock clock,
            AuthenticationManager manager)
            throws Exception {
        if (settings.security().isDemo()) {
            http.addFilterBefore(new DemoGuard(), CsrfFilter.class);
        }
        return http.securityMatcher(MachinePaths::hasToken)
                .authenticationManager(manager)
                .authorizeHttpRequests(requests -> requests.anyRequest().access(SecurityParts::byTable))
                .csrf(csrf -> csrf.disable())
                .headers(headers -> headers.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(SecurityParts::askToLogIn)
                        .accessDeniedHandler((request, response, failure) ->
                                MachinePaths.refused(request, response, "door.token.scope")))
                .addFilterBefore(
                        new TokenFilter(apiTokens, new LogInThrottle(clock), accounts),
                        AnonymousAuthenticationFilter.class)
                .build();
    }

    private static AuthorizationDecision byTable(
            Supplier<? extends @Nullable Authentication> who, RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        Authentication authentication = who.get();
        boolean allowed = AccessTable.least(request.getMethod(), request.getRequestURI()) == Least.OPEN;
        if (authentication instanceof TokenLogIn token) {
            allowed = AccessTable.allows(token, request);
        } else if (authentication != null && authentication.getPrincipal() instanceof Person person) {
            allowed = AccessTable.allows(person.role(), request);
        }
        return new AuthorizationDecision(allowed);
    }

    @Bean
    @Order(2)
    SecurityFilterChain rules(
            HttpSecurity http,
            ConsoleSettings settings,
            Accounts accounts,
            SignedInPeople people,
            SecondFactor secondFactor,
            SecondStep secondStep,
            AuthenticationManager manager)
            throws Exception {
        if (settings.security().isDemo()) {
            http.addFilterBefore(new DemoGuard(), CsrfFilter.class);
        }
        XorCsrfTokenRequestAttributeHandler tokens = new XorCsrfTokenRequestAttributeHandler();
        // no name: the token is made before the page begins, while the response can still set the cookie
        tokens.setCsrfRequestAttributeName(null);
        return http.authenticationManager(manager)
                .authorizeHttpRequests(requests -> requests.anyRequest().access(SecurityParts::byTable))
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
                        .failureHandler(
                                (request, response, failure) -> logInFailed(request, response, failure, secondStep)))
                .logout(logout -> logout.logoutUrl("/log-out")
                        .addLogoutHandler(recordLogOut(accounts))
                        .deleteCookies("rempart-session")
                        .logoutSuccessUrl("/log-in?bye"))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(SecurityParts::askToLogIn)
                        .accessDeniedHandler(SecurityParts::refuse))
                .addFilterBefore(
                        new StandingLogIn(
                                accounts,
                                people,
                                secondFactor,
                                settings.security().secondFactor()),
                        AuthorizationFilter.class)
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
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException failure,
            SecondStep secondStep)
            throws IOException {
        String next = ReturnPath.safe(request.getParameter("next"));
        if (failure instanceof SecondFactorNeeded needed) {
            secondStep.begin(request, needed.person());
            response.sendRedirect("/log-in/second"
                    + (next.equals("/") ? "" : "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
            return;
        }
        String why = failure instanceof TooManyAttempts wait ? "wait=" + wait.seconds() : "failed";
        response.sendRedirect("/log-in?" + why
                + (next.equals("/") ? "" : "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
    }

    private static void askToLogIn(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (MachinePaths.includes(request)) {
            MachinePaths.unknown(request, response, "door.unknown");
            return;
        }
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
        if (MachinePaths.includes(request)) {
            if (person) {
                MachinePaths.refused(request, response, failure instanceof CsrfException ? "door.csrf" : "door.role");
            } else {
                MachinePaths.unknown(request, response, "door.unknown");
            }
        } else if (failure instanceof CsrfException && !person) {
            // a log-in page left open until its token was gone: begin again rather than accuse
            response.sendRedirect("/log-in?again");
        } else {
            response.sendError(403, failure instanceof CsrfException ? "stale" : "role");
        }
    }
}
