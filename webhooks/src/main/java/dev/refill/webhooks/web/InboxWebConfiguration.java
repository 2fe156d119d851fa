package dev.refill.webhooks.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the API of the inbox together. */
@Configuration(proxyBeanMethods = false)
@Import(InboxController.class)
public class InboxWebConfiguration {}
