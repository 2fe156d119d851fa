package dev.refill.gateways.acme;

/** What can be done at Acme, each by a class of its own. */
record AcmeVerbs(OpenHostedPage openHostedPage, ChargeCardOnFile chargeCardOnFile, LookUpPayment lookUpPayment,
        RefundPayment refundPayment, LookUpRefund lookUpRefund, ClosePayment closePayment) {

    static AcmeVerbs by(AcmeCalls acme) {
        return new AcmeVerbs(new OpenHostedPage(acme), new ChargeCardOnFile(acme), new LookUpPayment(acme),
                new RefundPayment(acme), new LookUpRefund(acme), new ClosePayment(acme));
    }
}
