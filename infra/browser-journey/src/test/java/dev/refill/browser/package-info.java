/**
 * The way of a customer through the portal, in a real browser over the whole local stack. It looks at what a person sees
 * and at nothing behind it, and keeps a picture of every page in {@code target/screenshots}.
 */
@NullMarked
package dev.refill.browser;

import org.jspecify.annotations.NullMarked;
