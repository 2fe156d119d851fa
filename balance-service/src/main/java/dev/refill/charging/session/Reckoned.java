package dev.refill.charging.session;

import java.util.List;

import dev.refill.charging.SessionAnswer.Grant;

/**
 * What a report comes to.
 *
 * @param parts as they then are
 * @param grants for those who asked for more, and for those that have no price
 */
record Reckoned(List<Part> parts, List<Grant> grants) {}
