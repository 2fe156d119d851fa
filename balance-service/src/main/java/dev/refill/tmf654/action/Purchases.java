package dev.refill.tmf654.action;

import tools.jackson.databind.node.ObjectNode;

/** How a request for a top-up says what is bought, and how it is paid for. */
public final class Purchases {

    /** As the id of a payment method: the customer pays on the provider's page. */
    public static final String HOSTED_PAGE = "hosted-page";

    private Purchases() {}

    /** @param content with a product and a payment method */
    public static Wish.Buy read(ObjectNode content) {
        String method = content.path("paymentMethod").path("id").stringValue("");
        return new Wish.Buy(content.path("product").path("id").stringValue(""),
                method.equals(HOSTED_PAGE) ? null : method);
    }
}
