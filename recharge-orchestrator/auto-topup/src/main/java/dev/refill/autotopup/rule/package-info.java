/** Rules: what is to be recharged when, and their life from creation to cancellation. A card's token is never printed. */
@NullMarked
@NamedInterface("rules")
package dev.refill.autotopup.rule;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
