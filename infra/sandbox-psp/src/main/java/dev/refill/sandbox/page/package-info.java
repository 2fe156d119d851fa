/**
 * How pages are made, whoever the provider is. It promises that a page works without scripts and that a browser lets it do
 * nothing but its job.
 */
@NullMarked
package dev.refill.sandbox.page;

import org.jspecify.annotations.NullMarked;
