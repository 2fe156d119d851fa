package dev.refill.recharge.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.LookedUp;
import dev.refill.recharge.OrderFile;
import dev.refill.recharge.RestingOrder;
import dev.refill.recharge.routing.Route;

/** What operators are shown. */
final class OperationsBodies {

    private OperationsBodies() {}

    /** A page of resting orders, the oldest first; {@code next} continues it as {@code after}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RestingPage(List<RestingLine> recharges, @Nullable String next) {

        static RestingPage of(List<RestingOrder> orders, int limit) {
            return new RestingPage(orders.stream().map(RestingLine::of).toList(),
                    orders.size() < limit ? null : orders.getLast().recharge().id().value());
        }
    }

    /**
     * @param cause what brought it to its state
     * @param since when that was
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RestingLine(RechargeBody recharge, long version, String client, String cause, Instant since, int looks,
            @Nullable Instant nextLook) {

        static RestingLine of(RestingOrder order) {
            return new RestingLine(RechargeBody.of(order.recharge()), order.recharge().version(),
                    order.recharge().owner().clientId(), word(order.cause()), order.recharge().changedAt(),
                    order.looks(), order.nextLook());
        }
    }

    /** An order with its evidence. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FileBody(RechargeBody recharge, long version, String client, String cause, Instant since, int looks,
            @Nullable Instant nextLook, PaymentBody payment, List<AttemptBody> payments, List<StepBody> transitions,
            List<DeedBody> deeds) {

        static FileBody of(OrderFile file) {
            return new FileBody(RechargeBody.of(file.recharge()), file.recharge().version(),
                    file.recharge().owner().clientId(), word(file.cause()), file.recharge().changedAt(), file.looks(),
                    file.nextLook(), PaymentBody.of(file),
                    file.payments().stream().map(AttemptBody::of).toList(),
                    file.steps().stream().map(StepBody::of).toList(),
                    file.deeds().stream().map(DeedBody::of).toList());
        }
    }

    /** @param captured what is known to have been captured, in minor units of {@code currency} */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PaymentBody(String gateway, String operationKey, @Nullable String reference, @Nullable Long captured,
            @Nullable String currency) {

        static PaymentBody of(OrderFile file) {
            ProviderReference reference = file.reference();
            Money captured = file.captured();
            return new PaymentBody(file.gateway().value(), file.operationKey().value(),
                    reference == null ? null : reference.value(), captured == null ? null : captured.minor(),
                    captured == null ? null : captured.currency().getCurrencyCode());
        }
    }

    /**
     * @param route between which gateways it was chosen, and why
     * @param stray what it brought although another one had followed it, in minor units of {@code currency}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttemptBody(String gateway, String operationKey, @Nullable String reference, @Nullable RouteBody route,
            @Nullable Long stray, @Nullable String currency) {

        static AttemptBody of(OrderFile.Attempt attempt) {
            ProviderReference reference = attempt.reference();
            Route route = attempt.route();
            Money stray = attempt.stray();
            return new AttemptBody(attempt.gateway().value(), attempt.operationKey().value(),
                    reference == null ? null : reference.value(), route == null ? null : RouteBody.of(route),
                    stray == null ? null : stray.minor(), stray == null ? null : stray.currency().getCurrencyCode());
        }
    }

    /** @param rule that chose; absent: none was for the order */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RouteBody(@Nullable String rule, int draw, List<ChoiceBody> choices) {

        static RouteBody of(Route route) {
            return new RouteBody(route.rule(), route.draw(), route.choices().stream().map(ChoiceBody::of).toList());
        }
    }

    record ChoiceBody(String gateway, String verdict, int share, int cost) {

        static ChoiceBody of(Route.Choice choice) {
            return new ChoiceBody(choice.gateway().value(), word(choice.verdict()), choice.share(), choice.cost());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StepBody(long version, @Nullable String from, String event, String to, String actor, String cause,
            @Nullable String evidence, Instant at) {

        static StepBody of(OrderFile.Step step) {
            return new StepBody(step.version(), step.from() == null ? null : step.from().word(), word(step.event()),
                    step.to().word(), step.actor(), step.cause(), step.evidence(), step.at());
        }
    }

    record DeedBody(long version, String person, String deed, String reason, String found, Instant at) {

        static DeedBody of(OrderFile.Deed deed) {
            return new DeedBody(deed.version(), deed.person(), word(deed.kind()), deed.reason(), deed.found(),
                    deed.at());
        }
    }

    /** @param found what the provider said */
    record LookedUpBody(RechargeBody recharge, long version, String found) {

        static LookedUpBody of(LookedUp lookedUp) {
            return new LookedUpBody(RechargeBody.of(lookedUp.recharge()), lookedUp.recharge().version(),
                    lookedUp.found());
        }
    }

    record DecidedBody(RechargeBody recharge, long version) {}

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
