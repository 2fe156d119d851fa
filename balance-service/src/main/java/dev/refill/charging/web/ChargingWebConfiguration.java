package dev.refill.charging.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the API of charging together. */
@Configuration(proxyBeanMethods = false)
@Import({SessionController.class, EventController.class})
public class ChargingWebConfiguration {}
