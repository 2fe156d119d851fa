package dev.refill.tariff.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the API of tariffs together. */
@Configuration(proxyBeanMethods = false)
@Import({TariffController.class, EnquiryController.class})
public class TariffWebConfiguration {}
