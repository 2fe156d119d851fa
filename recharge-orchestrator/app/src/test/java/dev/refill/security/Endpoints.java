package dev.refill.security;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/** All endpoints that a running application has: controllers, routes, management endpoints. */
final class Endpoints {

    private static final Pattern ROUTE = Pattern.compile("\\s*\\((\\w+) && ([^ )]+)\\) -> .*");

    private Endpoints() {}

    static Set<String> of(ApplicationContext application) {
        Set<String> endpoints = new TreeSet<>();
        application.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(Endpoints::mapped)
                .forEach(endpoints::add);
        application.getBeansOfType(RouterFunction.class).values().stream()
                .flatMap(routes -> routes.toString().lines())
                .filter(line -> !line.isBlank())
                .map(Endpoints::routed)
                .forEach(endpoints::add);
        application.getBean(WebEndpointsSupplier.class).getEndpoints().stream()
                .flatMap(Endpoints::managed)
                .forEach(endpoints::add);
        return endpoints;
    }

    private static Stream<String> mapped(RequestMappingInfo info) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        return info.getPatternsCondition().getPatterns().stream()
                .flatMap(pattern -> methods.isEmpty()
                        ? Stream.of("ANY " + pattern)
                        : methods.stream().map(method -> method + " " + pattern));
    }

    /** A route of a form not foreseen is listed as it is, and so needs a row too. */
    private static String routed(String line) {
        return ROUTE.matcher(line).replaceFirst("$1 $2");
    }

    private static Stream<String> managed(ExposableWebEndpoint endpoint) {
        return endpoint.getOperations().stream()
                .map(operation -> operation.getRequestPredicate())
                .map(predicate -> predicate.getHttpMethod() + " /actuator/" + predicate.getPath());
    }
}
