/**
 * Tariffs for those who look after them: list, look, put, roll back, export, and ask for a price. It promises that nothing is
 * half done, and that an enquiry draws nothing.
 */
@NullMarked
package dev.refill.tariff.web;

import org.jspecify.annotations.NullMarked;
