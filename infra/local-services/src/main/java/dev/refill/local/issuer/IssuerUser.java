package dev.refill.local.issuer;

/**
 * A person who can log in: a test subscriber or an operator.
 *
 * @param subject permanent; a subscriber's is {@code sub_…}
 * @param login what is chosen on the login page; a subscriber's is the number, E.164
 * @param pin the secret, known to all
 * @param remark a word for the login page, such as {@code active}
 * @param isOperator whether the person may be given the scope {@code operations}, and is no subscriber
 */
public record IssuerUser(String subject, String login, String pin, String remark, boolean isOperator) {

    /** A subscriber. */
    public IssuerUser(String subscriberId, String msisdn, String pin, String remark) {
        this(subscriberId, msisdn, pin, remark, false);
    }
}
