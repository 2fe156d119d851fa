/**
 * Chooses the gateway of a payment: by rules that are data, by what is switched off, by how well gateways answer and by where
 * the order was tried already. Pure: the same order, rules and moment give the same choice on every node. It sends nothing,
 * and it never says that an order may go to another gateway, only to which.
 */
@NullMarked
package dev.refill.recharge.routing;

import org.jspecify.annotations.NullMarked;
