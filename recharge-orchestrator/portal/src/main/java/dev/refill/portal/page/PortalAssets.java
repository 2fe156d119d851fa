package dev.refill.portal.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.webjars.WebJarVersionLocator;

/**
 * Styles and scripts, read once at the start so that no request reads a file. Each address carries a hash of the content:
 * browsers keep it for ever and still see a new release at once. (Times inside our jars are fixed for reproducible
 * builds, so "last modified" would tell nothing.)
 */
@Component
class PortalAssets {

    /**
     * One file.
     *
     * @param url its address with the hash
     * @param type its media type
     * @param content as it is sent
     */
    record Asset(String url, MediaType type, ByteArrayResource content) {}

    private static final MediaType SCRIPT = new MediaType("text", "javascript");
    private static final MediaType STYLES = new MediaType("text", "css");
    private static final MediaType ICON = new MediaType("image", "svg+xml");

    private final Map<String, Asset> assets = Map.of(
            "portal.css", asset("portal.css", STYLES, "portal-assets/portal.css"),
            "portal.js", asset("portal.js", SCRIPT, "portal-assets/portal.js"),
            "icon.svg", asset("icon.svg", ICON, "portal-assets/icon.svg"),
            "htmx.js", asset("htmx.js", SCRIPT, webJar("htmx.org", "dist/htmx.min.js")),
            "sse.js", asset("sse.js", SCRIPT, webJar("htmx-ext-sse", "sse.js")));

    /** Empty: no such file. */
    Optional<Asset> find(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    /** Where pages find the files, by name. */
    Map<String, String> urls() {
        return assets.entrySet()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().url()));
    }

    private static Asset asset(String name, MediaType type, String path) {
        byte[] content = read(path);
        return new Asset("/portal/" + name + "?v=" + hashOf(content), type, new ByteArrayResource(content));
    }

    private static String webJar(String name, String file) {
        String path = new WebJarVersionLocator().fullPath(name, file);
        if (path == null) {
            throw new IllegalStateException("web jar: " + name + "/" + file + " missing (expected: on the class path)");
        }
        return path;
    }

    private static byte[] read(String path) {
        try (InputStream content = new ClassPathResource(path).getInputStream()) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hashOf(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
