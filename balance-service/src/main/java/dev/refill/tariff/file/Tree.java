package dev.refill.tariff.file;

import java.util.List;
import java.util.Map;

/** What a file consists of, before it means anything. All scalars are texts: YAML's own guesses at types are not asked. */
sealed interface Tree {

    /** Where it begins, from 1. */
    int line();

    record Text(String text, int line) implements Tree {}

    record Items(List<Tree> items, int line) implements Tree {}

    /** In the order of the file. */
    record Fields(Map<String, Tree> fields, int line) implements Tree {}
}
