package dev.refill.recharge.web;

/**
 * What the API has to know of its network.
 *
 * @param region the country whose national form of numbers is accepted, two letters
 */
public record ApiSettings(String region) {}
