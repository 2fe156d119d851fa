/**
 * The pages of those who look after orders and events: the queue, an order with its evidence and a decision, what is stuck
 * in the inbox. Who may see them is the application's security; who acts is the name of the sign-in. Nothing here decides
 * by itself: each form ends in one call of the operations' own ports, which refuse what breaks a rule.
 */
@NullMarked
package dev.refill.portal.operations;

import org.jspecify.annotations.NullMarked;
