package dev.refill.subscriber;

import com.google.i18n.phonenumbers.PhoneNumberUtil;

/**
 * The numbering plans of all countries. The library reads each from a file when its first number is parsed; a stranger's
 * number must not make an event loop wait for that.
 */
final class NumberingPlans {

    private NumberingPlans() {}

    /** Reads them all. Blocking, some tenths of a second; later calls find them in memory. */
    static void load() {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        numbers.getSupportedRegions().forEach(numbers::getExampleNumber);
        numbers.getSupportedGlobalNetworkCallingCodes().forEach(numbers::getExampleNumberForNonGeoEntity);
    }
}
