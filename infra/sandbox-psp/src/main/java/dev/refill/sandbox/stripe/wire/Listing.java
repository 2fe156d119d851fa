package dev.refill.sandbox.stripe.wire;

import java.util.function.LongPredicate;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Shelf;
import dev.refill.sandbox.core.Window;

/** The parameters that all lists share. */
public final class Listing {

    private static final int DEFAULT_LIMIT = 10;
    private static final int LARGEST_LIMIT = 100;

    private Listing() {}

    public static Window window(Params params) {
        String after = params.text("starting_after");
        String before = params.text("ending_before");
        if (after != null && before != null) {
            throw new Refusal(ApiError.invalid(null, null,
                    "You cannot use `starting_after` and `ending_before` at the same time."));
        }
        return new Window(limit(params), after, before);
    }

    public static int limit(Params params) {
        Long limit = params.integer("limit");
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1) {
            throw new Refusal(ApiError.invalid("parameter_invalid_integer", "limit",
                    "This value must be greater than or equal to 1."));
        }
        if (limit > LARGEST_LIMIT) {
            throw new Refusal(ApiError.invalid("parameter_invalid_integer", "limit",
                    "This value must be less than or equal to " + LARGEST_LIMIT
                            + " (it currently is '" + limit + "')."));
        }
        return limit.intValue();
    }

    /** A cursor must be on the shelf. */
    public static void check(Window window, Shelf<?> shelf, String what) {
        check(window.startingAfter(), shelf, what, "starting_after");
        check(window.endingBefore(), shelf, what, "ending_before");
    }

    private static void check(@Nullable String cursor, Shelf<?> shelf, String what, String param) {
        if (cursor != null && !shelf.holds(cursor)) {
            throw new Refusal(ApiError.notFound(what, cursor, param).asBadRequest());
        }
    }

    /** {@code created=…} or {@code created[gte]=…} and its siblings. */
    public static LongPredicate created(Params params) {
        if (!params.has("created")) {
            return any -> true;
        }
        if (params.isText("created")) {
            long exactly = params.requiredInteger("created");
            return time -> time == exactly;
        }
        Params range = params.nested("created");
        Long gt = range.integer("gt");
        Long gte = range.integer("gte");
        Long lt = range.integer("lt");
        Long lte = range.integer("lte");
        return time -> (gt == null || time > gt) && (gte == null || time >= gte) && (lt == null || time < lt)
                && (lte == null || time <= lte);
    }
}
