package dev.refill.subscriber.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the API of subscribers together. */
@Configuration(proxyBeanMethods = false)
@Import({ProfileController.class, ChangeController.class, AuditController.class})
public class SubscriberWebConfiguration {}
