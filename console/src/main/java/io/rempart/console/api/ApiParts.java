package io.rempart.console.api;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.security.Accounts;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The programming interface, part by part. */
@Configuration(proxyBeanMethods = false)
@Import({
    ApiErrors.class,
    EventsApi.class,
    EventExport.class,
    SourcesApi.class,
    IncidentsApi.class,
    ArchiveRulesApi.class,
    StatisticsApi.class,
    RulesApi.class,
    LogsApi.class,
    SavedSearchesApi.class,
    DecisionsApi.class,
    ReportsApi.class,
    FeedsApi.class,
    PoliciesApi.class,
    TokensApi.class,
    AboutApi.class,
    OpenApi.class
})
public class ApiParts {
    @Bean
    Searches searches(ConsoleSettings settings, Clock clock) {
        return new Searches(settings, clock);
    }

    @Bean
    Orders orders(ConsoleRooms rooms, Accounts accounts) {
        return new Orders(rooms, accounts);
    }

    @Bean
    ApiReference apiReference() {
        return new ApiReference();
    }
}
