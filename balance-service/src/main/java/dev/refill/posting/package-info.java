/**
 * What is posted when: the chart of accounts and the posting rules, each in one table that the code posts by, the page
 * docs/generated/posting-rules.md is printed from and tests hold row by row. Where an entry is made in SQL, a test holds the SQL against
 * its row. It promises that an entry made by a rule has the lines of the rule, in its order; it reads and writes nothing.
 */
@NullMarked
package dev.refill.posting;

import org.jspecify.annotations.NullMarked;
