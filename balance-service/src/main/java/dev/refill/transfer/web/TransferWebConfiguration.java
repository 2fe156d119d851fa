package dev.refill.transfer.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the API of transfers together. */
@Configuration(proxyBeanMethods = false)
@Import(TransferController.class)
public class TransferWebConfiguration {}
