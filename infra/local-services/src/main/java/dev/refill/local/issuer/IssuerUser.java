package dev.refill.local.issuer;

/**
 * A test subscriber who can log in.
 *
 * @param subscriberId permanent, {@code sub_…}
 * @param msisdn the number, E.164
 * @param pin the secret, known to all
 * @param remark a word for the login page, such as {@code active}
 */
public record IssuerUser(String subscriberId, String msisdn, String pin, String remark) {}
