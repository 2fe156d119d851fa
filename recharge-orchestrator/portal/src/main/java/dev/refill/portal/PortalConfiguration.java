package dev.refill.portal;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * The portal's pages, filters and templates. Needs beans of {@code Recharges}, {@code RechargeOperations}, {@code MoneyBack},
 * {@code Inbox}, {@code OrderTokens}, {@code OfferCatalog}, {@code Ledger}, {@code ReadCredit}, {@code Subscribers}, {@code KeptCards},
 * {@code AutoTopups}, {@code RunHistory} and {@code AutoTopupProperties}; who is signed in comes from the application's own security.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PortalProperties.class)
@ComponentScan
public class PortalConfiguration {}
