package dev.refill.portal.page;

import java.util.List;
import java.util.Locale;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;

/**
 * The languages that there are texts for; the browser's wish chooses among them, the first is for everyone else. A new
 * language is a {@code messages_xx.properties} and a word here.
 */
@Configuration(proxyBeanMethods = false)
class Languages {

    static final List<Locale> SPOKEN = List.of(Locale.ENGLISH);

    @Bean
    LocaleContextResolver localeContextResolver() {
        AcceptHeaderLocaleContextResolver resolver = new AcceptHeaderLocaleContextResolver();
        resolver.setSupportedLocales(SPOKEN);
        resolver.setDefaultLocale(SPOKEN.getFirst());
        return resolver;
    }
}
