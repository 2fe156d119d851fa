package dev.refill.gateway;

/** The two outcomes that every verb can have and that say nothing of the money. */
public sealed interface Unresolved
        extends
            ChargeOutcome,
            LookupOutcome,
            CancelOutcome,
            RefundOutcome,
            RefundLookupOutcome,
            PaymentKeyOutcome,
            SavedCardOutcome,
            ForgetOutcome,
            FeedOutcome,
            PayoutOutcome,
            SettlementOutcome
        permits Unknown, NotSent {}
