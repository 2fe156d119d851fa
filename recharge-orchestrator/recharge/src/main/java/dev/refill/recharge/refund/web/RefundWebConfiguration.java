package dev.refill.recharge.refund.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the REST API of refunds together. */
@Configuration(proxyBeanMethods = false)
@Import(RefundController.class)
public class RefundWebConfiguration {}
