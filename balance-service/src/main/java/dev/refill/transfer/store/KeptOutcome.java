package dev.refill.transfer.store;

import java.util.Locale;

import dev.refill.transfer.Transfer;
import dev.refill.transfer.TransferOutcome;
import dev.refill.transfer.TransferOutcome.InsufficientBalance;
import dev.refill.transfer.TransferOutcome.KeyReused;
import dev.refill.transfer.TransferOutcome.Limit;
import dev.refill.transfer.TransferOutcome.LimitReached;
import dev.refill.transfer.TransferOutcome.NotActive;
import dev.refill.transfer.TransferOutcome.OtherUnit;
import dev.refill.transfer.TransferOutcome.Side;
import dev.refill.transfer.TransferOutcome.ToOneself;
import dev.refill.transfer.TransferOutcome.Transferred;
import dev.refill.transfer.TransferOutcome.UnknownSubscriber;

/** An outcome as its row keeps it: a word, and after a colon which one of several. */
final class KeptOutcome {

    private KeptOutcome() {}

    static String word(TransferOutcome outcome) {
        return switch (outcome) {
            case Transferred done -> "transferred";
            case InsufficientBalance tooLittle -> "insufficient_balance";
            case LimitReached(Limit which) -> "limit_reached:" + word(which);
            case UnknownSubscriber(Side who) -> "unknown_subscriber:" + word(who);
            case NotActive(Side who) -> "not_active:" + word(who);
            case ToOneself same -> "to_oneself";
            case OtherUnit(Side who) -> "other_unit:" + word(who);
            case KeyReused another ->
                throw new IllegalArgumentException("outcome: " + another + " (expected: one of a first request)");
        };
    }

    private static String word(Enum<?> which) {
        return which.name().toLowerCase(Locale.ROOT);
    }

    static TransferOutcome read(String kept, Transfer transfer) {
        String word = kept.replaceFirst(":.*", "");
        String which = kept.substring(kept.indexOf(':') + 1).toUpperCase(Locale.ROOT);
        return switch (word) {
            case "transferred" -> new Transferred(transfer);
            case "insufficient_balance" -> new InsufficientBalance();
            case "limit_reached" -> new LimitReached(Limit.valueOf(which));
            case "unknown_subscriber" -> new UnknownSubscriber(Side.valueOf(which));
            case "not_active" -> new NotActive(Side.valueOf(which));
            case "to_oneself" -> new ToOneself();
            case "other_unit" -> new OtherUnit(Side.valueOf(which));
            default ->
                throw new IllegalStateException("outcome: " + kept + " (expected: a word of balance.transfer_all)");
        };
    }
}
