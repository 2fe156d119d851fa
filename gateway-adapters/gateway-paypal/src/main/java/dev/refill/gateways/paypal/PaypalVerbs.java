package dev.refill.gateways.paypal;

/** What can be done at PayPal, each by a class of its own. */
record PaypalVerbs(OpenHostedPage openHostedPage, LookUpPayment lookUpPayment, ClosePayment closePayment,
        RefundPayment refundPayment, LookUpRefund lookUpRefund, FindPaymentKey findPaymentKey) {

    static PaypalVerbs by(PaypalCalls paypal, PaypalOrders orders) {
        var lookUpPayment = new LookUpPayment(paypal, orders, new CapturePayment(paypal, orders));
        var find = new FindCapture(paypal);
        return new PaypalVerbs(new OpenHostedPage(paypal, orders), lookUpPayment,
                new ClosePayment(paypal, lookUpPayment),
                new RefundPayment(paypal, find), new LookUpRefund(paypal, find), new FindPaymentKey(paypal));
    }
}
