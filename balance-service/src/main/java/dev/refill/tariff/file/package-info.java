/**
 * Tariff plans as files of YAML, or JSON, which is YAML too. It promises that what it writes it reads as the same plan, that
 * all that is wrong with a file is said at once, and that a hostile file costs no more than its length.
 */
@NullMarked
package dev.refill.tariff.file;

import org.jspecify.annotations.NullMarked;
