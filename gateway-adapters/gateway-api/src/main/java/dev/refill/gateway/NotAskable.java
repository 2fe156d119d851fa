package dev.refill.gateway;

/**
 * The provider is well and has no way to be asked what became of that payment or refund: its webhooks tell, and however often it
 * is asked, the answer stays this one. It says nothing of the payment or refund, not even that it arrived.
 */
public record NotAskable() implements LookupOutcome, RefundLookupOutcome {}
