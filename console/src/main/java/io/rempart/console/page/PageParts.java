package io.rempart.console.page;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.text.VisibleTextDialect;
import java.time.Clock;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** The pages and what draws them. */
@Configuration(proxyBeanMethods = false)
@Import({
    AssetsPage.class,
    HomePage.class,
    LogInPage.class,
    SetupPage.class,
    PreferencesPage.class,
    AccountPage.class,
    TokensPage.class,
    NotificationsPage.class,
    PasskeysPage.class,
    OidcPage.class,
    SecondFactorPage.class,
    InvitationPage.class,
    PeoplePage.class,
    AuditPage.class,
    OverviewPage.class,
    StatisticsPage.class,
    ReportPage.class,
    RulesPage.class,
    SourcePage.class,
    InboxPage.class,
    ArchiveRulesPage.class,
    EventsPage.class,
    SavedSearchesPage.class,
    EventPage.class,
    VerdictsPage.class,
    SourcesPage.class,
    BlocksPage.class,
    PoliciesPage.class,
    FeedsPage.class,
    ReportsPage.class,
    LogsPage.class,
    QuarantinePage.class,
    SamplePage.class,
    ApiPage.class,
    ErrorPages.class
})
public class PageParts {
    @Bean
    Assets assets() {
        return new Assets();
    }

    @Bean
    ReverseName reverseName() {
        return new ReverseName();
    }

    @Bean
    Frame frame(ConsoleRooms rooms, ConsoleSettings settings, MessageSource messages, Assets assets, Clock clock) {
        return new Frame(rooms, settings, messages, assets, clock);
    }

    @Bean
    SpringTemplateEngine templateEngine(MessageSource messages) {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(PageParts.class.getClassLoader());
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        resolver.setCacheable(true);
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.setTemplateEngineMessageSource(messages);
        engine.addDialect(new VisibleTextDialect());
        engine.setEnableSpringELCompiler(true);
        return engine;
    }

    @Bean
    ThymeleafViewResolver viewResolver(SpringTemplateEngine engine) {
        ThymeleafViewResolver resolver = new ThymeleafViewResolver();
        resolver.setTemplateEngine(engine);
        resolver.setCharacterEncoding("UTF-8");
        // a page that fails half-way becomes an error page, not half a page
        resolver.setProducePartialOutputWhileProcessing(false);
        return resolver;
    }
}
