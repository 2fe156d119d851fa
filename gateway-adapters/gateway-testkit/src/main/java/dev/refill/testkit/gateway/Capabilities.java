package dev.refill.testkit.gateway;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.refill.gateway.PaymentGateway;

/**
 * What a gateway may be able to do beyond a charge and a look-up, named by the method of {@link PaymentGateway} that declares
 * it, and the contract that tests it.
 */
final class Capabilities {

    private static final Map<String, Class<? extends GatewayContract>> CONTRACTS = Map.of(
            "refunds", RefundRequestsContract.class,
            "cancels", CancelsContract.class,
            "events", EventFeedContract.class,
            "paymentKeys", PaymentKeysContract.class,
            "savedCards", SavedCardsContract.class,
            "settlements", SettlementsContract.class);

    private Capabilities() {}

    /** Also of such as have no contract yet. */
    static SortedSet<String> declaredBy(PaymentGateway gateway) {
        return Arrays.stream(PaymentGateway.class.getMethods())
                .filter(method -> method.getReturnType().equals(Optional.class))
                .filter(method -> isPresent(gateway, method))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static SortedSet<String> testedBy(GatewayContract contract) {
        return CONTRACTS.entrySet().stream()
                .filter(capability -> capability.getValue().isInstance(contract))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isPresent(PaymentGateway gateway, Method capability) {
        try {
            return ((Optional<?>) capability.invoke(gateway)).isPresent();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(capability.getName(), e);
        }
    }
}
