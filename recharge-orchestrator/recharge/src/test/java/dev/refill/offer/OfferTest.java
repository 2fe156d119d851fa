package dev.refill.offer;

import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.bucket.Lasting;
import dev.refill.gateway.Money;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.Offer.Preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OfferTest {

    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final Offer OFFER = offer(200, 10_000);

    private static Offer offer(long least, long most) {
        return new Offer(new OfferId("airtime-usd"), "Airtime", Currency.getInstance("USD"), AIRTIME,
                List.of(new Preset(1_000, 100), new Preset(20_000, 4_000)), least, most);
    }

    private static Quote quote(long price, long bonus) {
        return new Quote(OFFER.id(), Money.of(price, "USD"), new Quantity(price, AIRTIME),
                new Quantity(bonus, AIRTIME));
    }

    @Test
    void quoteWhenPresetThenItsBonusComesOnTopEvenBeyondTheBounds() {
        assertThat(OFFER.quote(Money.of(1_000, "USD"))).contains(quote(1_000, 100));
        assertThat(OFFER.quote(Money.of(20_000, "USD"))).contains(quote(20_000, 4_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {200, 999, 10_000})
    void quoteWhenOfOnesOwnChoiceThenWithoutBonus(long price) {
        assertThat(OFFER.quote(Money.of(price, "USD"))).contains(quote(price, 0));
    }

    @ParameterizedTest
    @CsvSource({"199, USD", "10001, USD", "1000, EUR"})
    void quoteWhenNotSoldAtThatPriceOrInThatCurrencyThenEmpty(long price, String currency) {
        assertThat(OFFER.quote(Money.of(price, currency))).isEmpty();
    }

    @Test
    void presetQuotesInTheirOrder() {
        assertThat(OFFER.presetQuotes()).containsExactly(quote(1_000, 100), quote(20_000, 4_000));
    }

    @Test
    void creditThatEndsCannotBeFrozen() {
        Lasting month = new Lasting(Lasting.Policy.EXTEND, Duration.ofDays(30));

        assertThat(whenSpent(WhenSpent.OWE, Optional.of(month)).lasting()).contains(month);
        assertThat(whenSpent(WhenSpent.FREEZE, Optional.empty()).lasting()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> whenSpent(WhenSpent.FREEZE, Optional.of(month)));
    }

    private static Offer whenSpent(WhenSpent policy, Optional<Lasting> lasting) {
        return new Offer(OFFER.id(), "Airtime", OFFER.currency(), AIRTIME, List.of(), 1, 2, policy, lasting);
    }

    @Test
    void boundsThatAreNoneAreRefused() {
        assertThat(offer(1, 1).most()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> offer(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> offer(2, 1));
    }

    @Test
    void totalIsCreditAndBonus() {
        assertThat(quote(1_000, 100).total()).isEqualTo(new Quantity(1_100, AIRTIME));
    }

    @Test
    void quantityThatCannotBeIsRefused() {
        assertThat(new Quantity(0, AIRTIME).value()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new Quantity(-1, AIRTIME));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Quantity(1, AIRTIME).plus(new Quantity(1, new LedgerUnit("data:byte"))));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> new Quantity(Long.MAX_VALUE, AIRTIME).plus(new Quantity(1, AIRTIME)));
    }

    @Test
    void catalogFindsByIdAndHoldsEachOnce() {
        OfferCatalog catalog = new OfferCatalog(List.of(OFFER));

        assertThat(catalog.find(OFFER.id())).contains(OFFER);
        assertThat(catalog.find(new OfferId("data-usd"))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new OfferCatalog(List.of(OFFER, OFFER)));
    }

    @Test
    void idPrintsAsItIsAndHasAForm() {
        assertThat(OFFER.id()).hasToString("airtime-usd");
        assertThatIllegalArgumentException().isThrownBy(() -> new OfferId("Airtime"));
    }
}
