/**
 * The cards that the signed-in subscriber keeps, and the automatic top-ups that charge them. It shows and changes one's own and no other's:
 * the subscriber comes from the sign-in alone. Whatever a browser sends is read strictly, and nothing is charged later without the consent
 * that the form shows.
 */
@NullMarked
package dev.refill.portal.cards;

import org.jspecify.annotations.NullMarked;
