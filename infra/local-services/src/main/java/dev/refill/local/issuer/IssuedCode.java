package dev.refill.local.issuer;

/** What an authorization code stands for. */
record IssuedCode(AuthorizationRequest request, IssuerUser user) {}
