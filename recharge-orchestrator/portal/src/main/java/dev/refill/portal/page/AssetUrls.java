package dev.refill.portal.page;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.thymeleaf.spring6.view.reactive.ThymeleafReactiveViewResolver;

/** Tells every template, those of error pages included, where styles and scripts are: {@code ${assets['portal.css']}}. */
@Component
class AssetUrls implements SmartInitializingSingleton {

    private final PortalAssets assets;
    private final ThymeleafReactiveViewResolver views;

    AssetUrls(PortalAssets assets, ThymeleafReactiveViewResolver views) {
        this.assets = assets;
        this.views = views;
    }

    @Override
    public void afterSingletonsInstantiated() {
        views.addStaticVariable("assets", assets.urls());
    }
}
