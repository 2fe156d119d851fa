/**
 * How adapters write money in a provider's own way. It promises that an amount is either exact on both sides or refused
 * before it is sent, and knows no provider: where one differs from ISO 4217 is data of its adapter.
 */
@NullMarked
@NamedInterface("amount")
package dev.refill.gateway.amount;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
