/**
 * Access tokens of providers that let clients in by OAuth2 client credentials. It promises that one token is asked for on
 * behalf of many and that none is printed, and knows no provider.
 */
@NullMarked
@NamedInterface("token")
package dev.refill.gateway.token;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
