/**
 * What every page shares: security headers, assets, the CSRF field and how money, credit, numbers and times are written.
 * Everything is written exactly and the same in each locale; nothing here rounds.
 */
@NullMarked
package dev.refill.portal.page;

import org.jspecify.annotations.NullMarked;
