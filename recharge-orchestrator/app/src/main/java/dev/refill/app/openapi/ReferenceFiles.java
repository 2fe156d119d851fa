package dev.refill.app.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.webjars.WebJarVersionLocator;

/**
 * The contract, and the page and program that render it. Read once: opening files of a jar blocks, and event loops must
 * not.
 */
final class ReferenceFiles {

    private static final MediaType SCRIPT = new MediaType("text", "javascript");
    private static final MediaType STYLE = new MediaType("text", "css");
    private static final MediaType YAML = new MediaType("application", "yaml");

    private final Map<String, File> files = Map.of(
            "openapi.yaml", new File(YAML, own("openapi.yaml")),
            "index.html", new File(MediaType.TEXT_HTML, own("index.html")),
            "start.js", new File(SCRIPT, own("start.js")),
            "swagger-ui-bundle.js", new File(SCRIPT, webJar("swagger-ui-bundle.js")),
            "swagger-ui.css", new File(STYLE, webJar("swagger-ui.css")));

    record File(MediaType type, ByteArrayResource content) {}

    /** Empty: none of that name. */
    Optional<File> named(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private static ByteArrayResource own(String name) {
        return read("reference/" + name);
    }

    private static ByteArrayResource webJar(String name) {
        String path = new WebJarVersionLocator().fullPath("swagger-ui", name);
        if (path == null) {
            throw new IllegalStateException("web jar: swagger-ui/" + name + " missing (expected: on the class path)");
        }
        return read(path);
    }

    private static ByteArrayResource read(String path) {
        try (InputStream content = new ClassPathResource(path).getInputStream()) {
            return new ByteArrayResource(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
