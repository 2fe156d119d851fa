package dev.refill.portal.page;

import java.time.Duration;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Serves styles and scripts from memory. */
@Controller
class AssetFiles {

    private static final CacheControl FOR_EVER = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final PortalAssets assets;

    AssetFiles(PortalAssets assets) {
        this.assets = assets;
    }

    /** An address with another hash, or none, gets the file of today and is not kept. */
    @GetMapping("/portal/{name}")
    ResponseEntity<ByteArrayResource> file(@PathVariable String name, @RequestParam(defaultValue = "") String v) {
        PortalAssets.Asset asset = assets.find(name)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return ResponseEntity.ok()
                .contentType(asset.type())
                .cacheControl(asset.url().endsWith("=" + v) ? FOR_EVER : CacheControl.noCache())
                .header("X-Content-Type-Options", "nosniff")
                .body(asset.content());
    }
}
