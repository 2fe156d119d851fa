package dev.refill.recharge;

/** Where an order came from. */
public enum Channel {
    PORTAL,
    APP,
    USSD,
    RETAIL,
    /** Asked for in advance, by somebody who is not there when it is charged. */
    AUTO_TOPUP
}
