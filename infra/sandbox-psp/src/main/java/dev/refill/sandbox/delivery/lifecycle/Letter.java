package dev.refill.sandbox.delivery.lifecycle;

import java.util.Map;

/**
 * One request to an endpoint.
 *
 * @param method of HTTP
 * @param headers without the length
 */
@SuppressWarnings("ArrayRecordComponent") // written once, and never compared
public record Letter(String method, Map<String, String> headers, byte[] body) {}
