/**
 * What every page shares: security headers, assets, who is signed in, the keys and problems of forms, and how money, credit, numbers and
 * times are read and written. Everything is written exactly and the same in each locale; nothing here rounds.
 */
@NullMarked
package dev.refill.portal.page;

import org.jspecify.annotations.NullMarked;
