package io.rempart.console.live;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.Person;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Live updates. */
@Configuration(proxyBeanMethods = false)
@Import(LiveApi.class)
public class LiveParts implements WebMvcConfigurer {
    private final PresentPeople present;

    LiveParts(ConsoleSettings settings, Clock clock) {
        present = new PresentPeople(clock, settings.sessionIdle());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(present);
    }

    @Bean
    PresentPeople presentPeople() {
        return present;
    }

    @Bean
    LiveHub liveHub(ConsoleRooms rooms, Accounts accounts, Clock clock) {
        return new LiveHub(
                rooms,
                new LiveHub.LogIns() {
                    @Override
                    public boolean stands(Person person) {
                        return accounts.stands(person);
                    }

                    @Override
                    public boolean isPresent(HttpSession session) {
                        return present.isPresent(session);
                    }
                },
                clock);
    }
}
