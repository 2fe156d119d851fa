package dev.refill.portal.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.cache.AlwaysValidCacheEntryValidity;
import org.thymeleaf.cache.ICacheEntryValidity;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.AbstractTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** The portal's templates, read once at the start so that no event loop ever waits for a file. */
@Component
class TemplatesInMemory extends AbstractTemplateResolver {

    private static final String ROOT = "templates/";
    private static final String SUFFIX = ".html";

    private final Map<String, String> templates = new HashMap<>();

    TemplatesInMemory() throws IOException {
        setOrder(0);
        setCheckExistence(true);
        PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();
        read(files.getResources("classpath*:" + ROOT + "portal/*" + SUFFIX), "portal/");
        read(files.getResources("classpath*:" + ROOT + "error/*" + SUFFIX), "error/");
    }

    private void read(Resource[] files, String folder) throws IOException {
        for (Resource file : files) {
            String name = String.valueOf(file.getFilename());
            templates.put(folder + name.substring(0, name.length() - SUFFIX.length()),
                    file.getContentAsString(StandardCharsets.UTF_8));
        }
    }

    @Override
    protected @Nullable ITemplateResource computeTemplateResource(IEngineConfiguration configuration,
            @Nullable String ownerTemplate, String template,
            @Nullable Map<String, Object> templateResolutionAttributes) {
        String text = templates.get(template);
        return text == null ? null : new StringTemplateResource(text);
    }

    @Override
    protected TemplateMode computeTemplateMode(IEngineConfiguration configuration, @Nullable String ownerTemplate,
            String template, @Nullable Map<String, Object> templateResolutionAttributes) {
        return TemplateMode.HTML;
    }

    @Override
    protected ICacheEntryValidity computeValidity(IEngineConfiguration configuration, @Nullable String ownerTemplate,
            String template, @Nullable Map<String, Object> templateResolutionAttributes) {
        return AlwaysValidCacheEntryValidity.INSTANCE;
    }
}
