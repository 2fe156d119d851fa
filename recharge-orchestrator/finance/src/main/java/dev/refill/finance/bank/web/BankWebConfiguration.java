package dev.refill.finance.bank.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.refill.finance.bank.BankFiles;
import dev.refill.finance.bank.BankProperties;

/** Puts the API of bank files together. */
@Configuration(proxyBeanMethods = false)
public class BankWebConfiguration {

    @Bean
    BankFileController bankFileController(BankFiles files, BankProperties properties) {
        return new BankFileController(files, properties.maxFileSize().toBytes());
    }
}
