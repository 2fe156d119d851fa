package dev.refill.finance.bank.camt;

import java.util.List;

/**
 * What it was paid for, each in the order of the file.
 *
 * @param creditorReferences the payee's own, such as {@code RF18539007547034}
 * @param documents numbers of invoices and the like
 */
public record Remittance(List<String> unstructured, List<String> creditorReferences, List<String> documents,
        List<String> additional) {

    public Remittance {
        unstructured = List.copyOf(unstructured);
        creditorReferences = List.copyOf(creditorReferences);
        documents = List.copyOf(documents);
        additional = List.copyOf(additional);
    }
}
