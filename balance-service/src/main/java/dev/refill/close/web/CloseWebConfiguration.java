package dev.refill.close.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the API of closed days and months together. */
@Configuration(proxyBeanMethods = false)
@Import({DayController.class, MonthController.class})
public class CloseWebConfiguration {}
