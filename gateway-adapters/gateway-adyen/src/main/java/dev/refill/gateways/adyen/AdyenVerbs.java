package dev.refill.gateways.adyen;

/** What can be done at Adyen, each by a class of its own. */
record AdyenVerbs(OpenHostedPage openHostedPage, ChargeCardOnFile chargeCardOnFile, LookUpPayment lookUpPayment,
        RefundPayment refundPayment, LookUpRefund lookUpRefund, ClosePayment closePayment) {

    static AdyenVerbs by(AdyenCalls adyen, String merchantAccount) {
        var lookUpPayment = new LookUpPayment(adyen);
        return new AdyenVerbs(new OpenHostedPage(adyen, merchantAccount), new ChargeCardOnFile(adyen, merchantAccount),
                lookUpPayment, new RefundPayment(adyen, merchantAccount), new LookUpRefund(),
                new ClosePayment(adyen, lookUpPayment));
    }
}
