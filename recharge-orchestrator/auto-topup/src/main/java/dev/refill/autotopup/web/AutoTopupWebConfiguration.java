package dev.refill.autotopup.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the API of auto top-ups together. */
@Configuration(proxyBeanMethods = false)
@Import(AutoTopupController.class)
public class AutoTopupWebConfiguration {}
