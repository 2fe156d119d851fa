package dev.refill.sandbox.page;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** The templates of one provider, read once and kept. */
public final class Templates {

    private final TemplateEngine engine = new TemplateEngine();

    /** @param beside a class in whose package they lie */
    public Templates(Class<?> beside) {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(Templates.class.getClassLoader());
        resolver.setPrefix(beside.getPackageName().replace('.', '/') + "/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        resolver.setCacheable(true);
        engine.setTemplateResolver(resolver);
    }

    public byte[] render(String template, Map<String, Object> model) {
        return engine.process(template, new Context(Locale.ENGLISH, model)).getBytes(StandardCharsets.UTF_8);
    }
}
