package dev.refill.portal.page;

import com.google.i18n.phonenumbers.PhoneNumberUtil;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.thymeleaf.spring6.ISpringWebFluxTemplateEngine;

/**
 * Makes libraries read their files while the application starts, which they would else do in the first request that needs
 * them, on an event loop: texts, the template engine's own settings, and the numbering plans of all countries.
 */
@Component
class ReadAhead implements SmartInitializingSingleton {

    private final MessageSource messages;
    private final ISpringWebFluxTemplateEngine templates;

    ReadAhead(MessageSource messages, ISpringWebFluxTemplateEngine templates) {
        this.messages = messages;
        this.templates = templates;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Languages.SPOKEN.forEach(language -> messages.getMessage("brand", null, language));
        templates.getConfiguration();
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        numbers.getSupportedRegions().forEach(numbers::getExampleNumber);
    }
}
