package dev.refill.recharge;

/** Where an order came from. */
public enum Channel {
    PORTAL,
    APP,
    USSD,
    RETAIL
}
