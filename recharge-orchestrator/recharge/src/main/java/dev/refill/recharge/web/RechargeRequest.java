package dev.refill.recharge.web;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.Money;
import dev.refill.offer.OfferId;
import dev.refill.recharge.Channel;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.recharge.web.Problems.FieldError;
import dev.refill.subscriber.Msisdn;

/**
 * What a client asks for, read strictly: a number in quotes, an exponent or an unknown field is refused rather than
 * guessed at, for it is money.
 *
 * @param msisdn whom to credit
 * @param offer what to buy
 * @param price for how much
 * @param channel where the order comes from
 * @param means how it is paid; {@code null}: the client leaves that to the gateway, or it is paid by a card that was kept
 * @param savedCard by which kept card it is paid; {@code null}: by none
 * @param confirmRepeat whether a repetition within a minute is meant
 */
record RechargeRequest(Msisdn msisdn, OfferId offer, Money price, Channel channel, @Nullable PaymentMeans means,
        @Nullable KeptCardId savedCard, boolean confirmRepeat) {

    /** The field that names a kept card. */
    static final String CARD_ON_FILE = "cardOnFile";
    /** The field that names the phone that pays. */
    static final String MOBILE_MONEY = "mobileMoney";

    /** The field that names a card that was kept here. */
    static final String SAVED_CARD = "savedCard";
    /** The field that says that the card is to be kept. */
    static final String SAVE_CARD = "saveCard";

    private static final Set<String> FIELDS = Set.of("msisdn", "offer", "amount", "currency", "channel", CARD_ON_FILE,
            MOBILE_MONEY, SAVED_CARD, SAVE_CARD, "confirmRepeat");
    private static final long MOST = 1_000_000_000_000L;
    private static final Pattern OFFER = Pattern.compile("[a-z][a-z0-9-]{1,47}");
    private static final Map<String, Currency> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .collect(Collectors.toUnmodifiableMap(Currency::getCurrencyCode, Function.identity()));
    /** Some providers' tokens have parts, with single full stops between them. None is a card number. */
    private static final Pattern TOKEN = Pattern
            .compile("(?![0-9]{12,19}$)(?=.{1,255}$)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    /** Whether a body says what a request has to say. */
    sealed interface Reading {

        record Valid(RechargeRequest request) implements Reading {}

        record Invalid(List<FieldError> errors) implements Reading {}
    }

    /** Whether the card that pays it is to be kept. */
    boolean savesCard() {
        return means instanceof PaymentMeans.HostedPage(boolean saves) && saves;
    }

    /** The field that says how it is paid; that of a card where none does. */
    String paidBy() {
        return savedCard != null
                ? SAVED_CARD
                : means instanceof PaymentMeans.MobileMoney ? MOBILE_MONEY : CARD_ON_FILE;
    }

    static Reading read(JsonNode body, String region) {
        List<FieldError> errors = new ArrayList<>();
        if (!body.isObject()) {
            return new Reading.Invalid(List.of(new FieldError("", "a JSON object")));
        }
        body.propertyNames().stream()
                .filter(name -> !FIELDS.contains(name))
                .forEach(name -> errors.add(
                        new FieldError(shortened(name), "no such field; one of " + FIELDS.stream().sorted().toList())));
        Optional<Msisdn> msisdn = text(body, "msisdn").flatMap(text -> Msisdn.parse(text, region));
        if (msisdn.isEmpty()) {
            errors.add(new FieldError("msisdn", "a valid phone number with country code, like \"+12025550101\""));
        }
        Optional<OfferId> offer = text(body, "offer").filter(OFFER.asMatchPredicate()).map(OfferId::new);
        if (offer.isEmpty()) {
            errors.add(new FieldError("offer", "the id of an offer, like \"airtime-usd\""));
        }
        Optional<Long> amount = amount(body.path("amount"));
        if (amount.isEmpty()) {
            errors.add(new FieldError("amount", "a JSON integer of minor units from 1 to " + MOST + ", like 1000"));
        }
        Optional<Currency> currency = text(body, "currency").flatMap(RechargeRequest::currency);
        if (currency.isEmpty()) {
            errors.add(new FieldError("currency", "an ISO 4217 code in capitals, like \"USD\""));
        }
        Optional<Channel> channel = channel(body.path("channel"));
        if (channel.isEmpty()) {
            errors.add(new FieldError("channel", "one of \"app\", \"ussd\", \"retail\"; absent means \"app\""));
        }
        PaymentMeans means = means(body, region, errors);
        KeptCardId savedCard = savedCard(body, errors);
        JsonNode confirm = body.path("confirmRepeat");
        if (!confirm.isMissingNode() && !confirm.isBoolean()) {
            errors.add(new FieldError("confirmRepeat", "true or false"));
        }
        return errors.isEmpty()
                ? new Reading.Valid(new RechargeRequest(msisdn.orElseThrow(), offer.orElseThrow(),
                        new Money(amount.orElseThrow(), currency.orElseThrow()), channel.orElseThrow(),
                        means, savedCard, confirm.isBoolean() && confirm.booleanValue()))
                : new Reading.Invalid(List.copyOf(errors));
    }

    /** {@code null}: none is named, or not as it should be, and then that is among the errors. */
    private static @Nullable PaymentMeans means(JsonNode body, String region, List<FieldError> errors) {
        Optional<String> card = text(body, CARD_ON_FILE).filter(TOKEN.asMatchPredicate());
        if (body.has(CARD_ON_FILE) && card.isEmpty()) {
            errors.add(new FieldError(CARD_ON_FILE,
                    "the provider's token of a kept card, 1 to 255 letters, digits, -, _ or full stops between them"));
        }
        Optional<Msisdn> payer = text(body, MOBILE_MONEY).flatMap(text -> Msisdn.parse(text, region));
        if (body.has(MOBILE_MONEY) && payer.isEmpty()) {
            errors.add(new FieldError(MOBILE_MONEY,
                    "the valid number of the phone that pays, with country code, like \"+12025550101\""));
        }
        if (body.has(CARD_ON_FILE) && body.has(MOBILE_MONEY)) {
            errors.add(new FieldError(MOBILE_MONEY, "not together with " + CARD_ON_FILE));
        }
        if (body.has(SAVE_CARD) && (body.has(CARD_ON_FILE) || body.has(MOBILE_MONEY))) {
            errors.add(new FieldError(SAVE_CARD, "only what is paid on the provider's page can leave a card"));
        }
        return card.<PaymentMeans>map(PaymentMeans.CardOnFile::new)
                .or(() -> payer.map(PaymentMeans.MobileMoney::new))
                .or(() -> saves(body, errors) ? Optional.of(new PaymentMeans.HostedPage(true)) : Optional.empty())
                .orElse(null);
    }

    /** Only what is paid on a page leaves a card. */
    private static boolean saves(JsonNode body, List<FieldError> errors) {
        JsonNode save = body.path(SAVE_CARD);
        if (!save.isMissingNode() && !save.isBoolean()) {
            errors.add(new FieldError(SAVE_CARD, "true or false"));
        }
        return save.isBoolean() && save.booleanValue();
    }

    /** {@code null}: none is named, or not as it should be, and then that is among the errors. */
    private static @Nullable KeptCardId savedCard(JsonNode body, List<FieldError> errors) {
        if (!body.has(SAVED_CARD)) {
            return null;
        }
        Optional<KeptCardId> card = text(body, SAVED_CARD).flatMap(KeptCardId::parse);
        if (card.isEmpty()) {
            errors.add(
                    new FieldError(SAVED_CARD, "the id of a kept card, like \"crd_0123456789abcdef0123456789abcdef\""));
        }
        Stream.of(CARD_ON_FILE, MOBILE_MONEY, SAVE_CARD).filter(body::has)
                .forEach(other -> errors.add(new FieldError(other, "not together with " + SAVED_CARD)));
        return card.orElse(null);
    }

    private static Optional<String> text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    private static Optional<Long> amount(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 1
                && value.longValue() <= MOST
                        ? Optional.of(value.longValue())
                        : Optional.empty();
    }

    private static Optional<Currency> currency(String code) {
        return Optional.ofNullable(CURRENCIES.get(code));
    }

    private static Optional<Channel> channel(JsonNode value) {
        if (value.isMissingNode()) {
            return Optional.of(Channel.APP);
        }
        return switch (value.isString() ? value.stringValue() : "") {
            case "app" -> Optional.of(Channel.APP);
            case "ussd" -> Optional.of(Channel.USSD);
            case "retail" -> Optional.of(Channel.RETAIL);
            default -> Optional.empty();
        };
    }

    private static String shortened(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "…";
    }
}
