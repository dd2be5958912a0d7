package io.rempart.console.measure;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.live.LiveHub;
import io.rempart.console.security.Accounts;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Metrics and health. */
@Configuration(proxyBeanMethods = false)
@Import(MeasurePages.class)
public class MeasureParts implements WebMvcConfigurer {
    private final RequestTimes times = new RequestTimes();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(times);
    }

    @Bean
    Metrics metrics(ConsoleRooms rooms, Accounts accounts, LiveHub live) {
        return new Metrics(rooms, accounts, times, live);
    }

    @Bean
    Health health(ConsoleRooms rooms, ConsoleSettings settings, Clock clock) {
        return new Health(rooms, settings, clock);
    }
}
