package dev.refill.tariff.plan;

/** What a zone or a rating group costs in one service. */
public sealed interface Tariff permits Tariff.Free, Rate {

    /** Zero-rated: nothing is charged and no allowance is touched, whatever is used. */
    record Free() implements Tariff {}
}
