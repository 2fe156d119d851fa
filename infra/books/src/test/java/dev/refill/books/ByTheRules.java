package dev.refill.books;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.refill.ledger.Entry;
import dev.refill.ledger.Posting;
import dev.refill.posting.Leg;
import dev.refill.posting.PostingRule;
import dev.refill.posting.RuleLine;

/** Whether entries are such as the posting rules make, whoever has made them: each line is one of a rule of the entry's kind. */
final class ByTheRules {

    private static final Map<String, List<Form>> FORMS = Arrays.stream(PostingRule.values())
            .filter(PostingRule::isPosted)
            .collect(Collectors.groupingBy(PostingRule::kind, Collectors.flatMapping(
                    rule -> rule.lines().stream().map(Form::of), Collectors.toList())));

    private ByTheRules() {}

    private record Form(Pattern account, boolean isCredit) {

        static Form of(RuleLine line) {
            String account = line.accountText()
                    .replace("{bucket}", "bucket:{owner}")
                    .replace("{recipient}", "bucket:{owner}")
                    .replaceAll("\\{[a-z]+}", "[a-z0-9_:-]+");
            return new Form(Pattern.compile(account), line.leg() == Leg.CREDIT);
        }

        boolean fits(Posting posting) {
            return isCredit == posting.amount().unit().code().contains(":")
                    && account.matcher(posting.account().value()).matches();
        }
    }

    /** What is in no rule. */
    static Stream<String> findings(Entry entry) {
        List<Form> forms = FORMS.getOrDefault(entry.kind(), List.of());
        return entry.postings().stream()
                .filter(posting -> forms.stream().noneMatch(form -> form.fits(posting)))
                .map(posting -> entry.id() + " " + entry.kind() + ": " + posting.account() + " "
                        + posting.amount().unit());
    }
}
