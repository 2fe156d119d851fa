/**
 * The contract that every payment gateway adapter keeps, as interfaces whose default methods are the tests. An adapter's
 * test implements them over a provider it can script: a stub of the provider's API, a sandbox, or both. It promises that
 * no test here knows a provider by name.
 */
@NullMarked
package dev.refill.testkit.gateway;

import org.jspecify.annotations.NullMarked;
