package dev.refill.gateways.adyen;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateways.adyen.AdyenDeclines.Row;
import dev.refill.testkit.gateway.WireMockProvider;

/** A WireMock that answers as Adyen documents it, including every word for a refused card. */
final class ScriptedWireMock extends WireMockProvider {

    private static final String STORED_CARD = "M5N7TQ4TG5PFWR50";

    ScriptedWireMock() {
        super(new AdyenAnswers(), new CardOnFile("shopper-1." + STORED_CARD));
    }

    @Override
    public ProviderReference nobodysPayment() {
        return new ProviderReference("NOBODYSPAYMENT00");
    }

    @Override
    public ProviderReference nobodysPage() {
        return new ProviderReference("PL0000000000000000");
    }

    @Override
    public Map<String, DeclineReason> declines() {
        return AdyenDeclines.ROWS.stream().collect(Collectors.toMap(Row::code, Row::reason));
    }

    @Override
    public List<String> secrets() {
        return List.of(TestAdyen.API_KEY, STORED_CARD);
    }
}
