package io.rempart.console.bouncer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What answers bouncers. */
@Configuration(proxyBeanMethods = false)
@Import(BouncerAnswers.class)
public class BouncerParts {}
