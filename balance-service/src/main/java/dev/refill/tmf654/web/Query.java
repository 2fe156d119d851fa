package dev.refill.tmf654.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import dev.refill.subscriber.SubscriberId;
import dev.refill.tmf654.action.Whom;

/**
 * Which part of a list is asked for.
 *
 * @param fields of each resource; {@code null}: all
 * @param whom whose resources; {@code null}: everybody's
 * @param faults what is wrong with it
 */
record Query(@Nullable String fields, long offset, int limit, @Nullable Whom whom, List<String> faults) {

    private static final Set<String> KNOWN = Set.of("fields", "offset", "limit", "partyAccount.id",
            "logicalResource.id");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final int LONGEST_PAGE = 200;
    private static final int USUAL_PAGE = 100;
    private static final int FARTHEST = 100_000;
    private static final int LONGEST_FIELDS = 1_000;

    static Query of(MultiValueMap<String, String> parameters) {
        List<String> faults = new ArrayList<>();
        parameters.keySet().stream().filter(name -> !KNOWN.contains(name))
                .forEach(name -> faults.add("no such parameter; one of " + KNOWN.stream().sorted().toList()));
        String fields = parameters.getFirst("fields");
        if (fields != null && fields.length() > LONGEST_FIELDS) {
            faults.add("fields: expected at most " + LONGEST_FIELDS + " characters");
        }
        return new Query(fields, number(parameters, "offset", 0, 0, FARTHEST, faults),
                number(parameters, "limit", USUAL_PAGE, 1, LONGEST_PAGE, faults), whom(parameters, faults), faults);
    }

    private static int number(MultiValueMap<String, String> parameters, String name, int usual, int least, int most,
            List<String> faults) {
        String text = parameters.getFirst(name);
        if (text == null) {
            return usual;
        }
        Optional<Integer> number = Optional.of(text).filter(NUMBER.asMatchPredicate()).map(Integer::valueOf)
                .filter(value -> value >= least && value <= most);
        if (number.isEmpty()) {
            faults.add(name + ": expected a whole number from " + least + " to " + most);
        }
        return number.orElse(usual);
    }

    private static @Nullable Whom whom(MultiValueMap<String, String> parameters, List<String> faults) {
        String account = parameters.getFirst("partyAccount.id");
        String number = parameters.getFirst("logicalResource.id");
        if (account != null && number != null) {
            faults.add("expected partyAccount.id or logicalResource.id, not both");
        }
        // A plus in an address is a space, as forms are written.
        Optional<Whom> whom = account != null
                ? SubscriberId.parse(account).map(Whom.OfSubscriber::new)
                : Optional.ofNullable(number).flatMap(text -> Body.number(text.strip())).map(Whom.OfNumber::new);
        if (whom.isEmpty() && (account != null || number != null)) {
            faults.add("expected a subscriber's id like \"sub_4711\", or a number like \"12025550101\"");
        }
        return whom.orElse(null);
    }
}
