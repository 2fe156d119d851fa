package dev.refill.app.tmf654;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Money;
import dev.refill.ledger.EntryId;
import dev.refill.offer.OfferId;
import dev.refill.recharge.Cancellation;
import dev.refill.recharge.Channel;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.tmf654.TopUpByPayment;

/** A top-up with a payment method is a recharge. */
final class RechargeTopUps implements TopUpByPayment {

    private static final Map<String, Currency> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .collect(Collectors.toUnmodifiableMap(Currency::getCurrencyCode, Function.identity()));

    private final Recharges recharges;

    RechargeTopUps(Recharges recharges) {
        this.recharges = recharges;
    }

    @Override
    public Mono<Progress> start(Purchase purchase) {
        Currency currency = CURRENCIES.get(purchase.price().unit().code());
        return currency == null
                ? Mono.just(refused(Refusal.PRICE_NOT_OFFERED))
                : recharges.start(command(purchase, new Money(purchase.price().value(), currency)))
                        .map(RechargeTopUps::progress);
    }

    /** Nothing is bought without a key: whoever sends another one means another top-up. */
    private static StartRechargeCommand command(Purchase purchase, Money price) {
        return new StartRechargeCommand(claim(purchase.id()),
                new Recharge.Owner(purchase.client(), Channel.APP), purchase.number(), new OfferId(purchase.offer()),
                price, means(purchase.card()), true);
    }

    private static PaymentMeans means(@Nullable String card) {
        return card == null ? new PaymentMeans.HostedPage() : new PaymentMeans.CardOnFile(card);
    }

    private static String claim(String id) {
        return "tmf654:" + id;
    }

    @Override
    public Mono<Progress> look(String id) {
        return recharges.started(claim(id)).map(RechargeTopUps::progress);
    }

    @Override
    public Mono<Cancelling> cancel(String payment, String client) {
        return recharges.cancel(new RechargeId(payment), client).map(RechargeTopUps::cancelling);
    }

    private static Cancelling cancelling(Cancellation cancellation) {
        return switch (cancellation) {
            case Cancellation.Cancelled(Recharge recharge) -> new Cancelling.Wished(progress(recharge));
            case Cancellation.UnderWay(Recharge recharge) -> new Cancelling.Wished(progress(recharge));
            case Cancellation.TooLate(Recharge recharge) -> new Cancelling.TooLate(progress(recharge));
        };
    }

    private static Progress progress(StartOutcome outcome) {
        return switch (outcome) {
            case StartOutcome.Accepted(Recharge recharge) -> progress(recharge);
            case StartOutcome.Refused(Refusal why) -> refused(why);
            case StartOutcome.ConfirmationNeeded needed -> refused(Refusal.REPEAT_NOT_CONFIRMED);
        };
    }

    private static Progress refused(Refusal why) {
        return new Progress.Refused(why.name().toLowerCase(Locale.ROOT));
    }

    /** What a person has to decide is under way until somebody has. */
    private static Progress progress(Recharge recharge) {
        String id = recharge.id().value();
        return switch (recharge.state()) {
            case CREATED, CHARGING, REQUIRES_ACTION, UNKNOWN, CANCELLING, PAID, IN_REVIEW ->
                new Progress.UnderWay(id, recharge.paymentPage());
            case CREDITED -> new Progress.Credited(id, new EntryId("ent_" + id + "_credit"));
            case CANCELLED -> new Progress.Cancelled(id);
            case DECLINED, EXPIRED, RETURNED -> new Progress.Failed(id, recharge.state().word());
        };
    }
}
