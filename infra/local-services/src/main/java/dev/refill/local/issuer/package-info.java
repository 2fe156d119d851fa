/**
 * A small OAuth2 and OpenID Connect issuer for the local stack and the tests, never for production: its subscribers, PINs
 * and client secrets are public. It promises what a real issuer promises to a client: authorization code with PKCE, client
 * credentials, discovery, keys that outlive a restart, codes that work once, and refusals as RFC 6749 words them. It never
 * redirects to an address that is not registered and keeps no session: whoever comes back logs in again.
 */
@NullMarked
@NamedInterface("issuer")
package dev.refill.local.issuer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
