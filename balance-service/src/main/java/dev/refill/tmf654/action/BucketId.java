package dev.refill.tmf654.action;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.SubscriberId;

/**
 * A bucket as the API names it, {@code sub_4711.airtime:USD} or {@code sub_4711:weekend.data:byte}.
 *
 * @param account a subscriber's bucket in the books
 * @param unit in which of its units
 */
public record BucketId(AccountId account, LedgerUnit unit) {

    private static final Pattern FORM = Pattern
            .compile("(sub_[a-z0-9]{1,40}(?::[a-z0-9_:-]{1,40})?)\\.([A-Za-z:]{1,40})");
    private static final String BUCKET = "bucket:";

    public static BucketId main(SubscriberId owner, LedgerUnit unit) {
        return new BucketId(AccountId.bucketOf(owner.value()), unit);
    }

    /** Empty: no bucket is called so. */
    public static Optional<BucketId> parse(String text) {
        return Optional.of(FORM.matcher(text)).filter(Matcher::matches)
                .flatMap(id -> UsageType.unit(id.group(2))
                        .map(unit -> new BucketId(AccountId.bucketOf(id.group(1)), unit)));
    }

    public SubscriberId owner() {
        return new SubscriberId(account.value().split(":", 3)[1]);
    }

    public boolean isMain() {
        return account.equals(AccountId.bucketOf(owner().value()));
    }

    /** Where all reservations of its owner are held, apart from what is held for charging. */
    public AccountId reserved() {
        return AccountId.frozenOf(owner() + ":reserved");
    }

    @Override
    public String toString() {
        return account.value().substring(BUCKET.length()) + "." + unit;
    }
}
