package dev.refill.tariff.file;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;

/**
 * Reads YAML as a tree of texts, event by event: one document, no aliases, anchors or tags, no key twice, bounded in
 * length, depth and size. Nothing of the file is ever made an object of its choice.
 */
final class ReadTree {

    private static final int DEEPEST = 8;
    private static final int LONGEST_TEXT = 200;

    private final Iterator<Event> events;

    private ReadTree(Iterator<Event> events) {
        this.events = events;
    }

    /** Says what is wrong, and stops the reading: behind it nothing is certain. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient PlanProblem problem;

        Unreadable(String path, int line, String expected) {
            super(expected);
            this.problem = new PlanProblem(path, line, expected);
        }

        PlanProblem problem() {
            return problem;
        }
    }

    static Tree read(String file) throws Unreadable {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit(ReadPlan.LONGEST_FILE);
            return new ReadTree(new Yaml(options).parse(new StringReader(file)).iterator()).document();
        } catch (MarkedYAMLException malformed) {
            throw new Unreadable("", line(malformed.getProblemMark()), "YAML or JSON: " + malformed.getProblem());
        } catch (YAMLException malformed) {
            throw new Unreadable("", 1, "YAML or JSON, of printable characters");
        }
    }

    private Tree document() throws Unreadable {
        events.next();
        if (!(events.next() instanceof DocumentStartEvent)) {
            throw new Unreadable("", 1, "a tariff plan, not an empty file");
        }
        Tree tree = node("", events.next(), 0);
        if (!(events.next() instanceof DocumentEndEvent) || !(events.next() instanceof StreamEndEvent)) {
            throw new Unreadable("", tree.line(), "one document");
        }
        return tree;
    }

    private Tree node(String path, Event event, int depth) throws Unreadable {
        int line = line(event.getStartMark());
        if (depth > DEEPEST) {
            throw new Unreadable(path, line, "nested " + DEEPEST + " deep at most");
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            throw new Unreadable(path, line, "no anchors or aliases");
        }
        return switch (event) {
            case ScalarEvent scalar -> {
                requireNoTag(path, scalar.getTag() == null, line);
                yield text(path, scalar.getValue(), line);
            }
            case SequenceStartEvent start -> {
                requireNoTag(path, start.getTag() == null, line);
                yield new Tree.Items(items(path, depth + 1), line);
            }
            case MappingStartEvent start -> {
                requireNoTag(path, start.getTag() == null, line);
                yield new Tree.Fields(fields(path, depth + 1), line);
            }
            default -> throw new Unreadable(path, line, "a value");
        };
    }

    private static void requireNoTag(String path, boolean none, int line) throws Unreadable {
        if (!none) {
            throw new Unreadable(path, line, "no tags");
        }
    }

    private static Tree text(String path, String text, int line) throws Unreadable {
        if (text.length() > LONGEST_TEXT) {
            throw new Unreadable(path, line, LONGEST_TEXT + " characters at most");
        }
        return new Tree.Text(text, line);
    }

    private List<Tree> items(String path, int depth) throws Unreadable {
        List<Tree> items = new ArrayList<>();
        for (Event next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
            items.add(node(path + "[" + items.size() + "]", next, depth));
        }
        return items;
    }

    private Map<String, Tree> fields(String path, int depth) throws Unreadable {
        Map<String, Tree> fields = new LinkedHashMap<>();
        for (Event next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
            if (!(node(path, next, depth) instanceof Tree.Text(String key, int line))) {
                throw new Unreadable(path, line(next.getStartMark()), "texts as keys");
            }
            String child = Place.join(path, key);
            if (fields.put(key, node(child, events.next(), depth)) != null) {
                throw new Unreadable(child, line, "each key once");
            }
        }
        return fields;
    }

    private static int line(Mark mark) {
        return Optional.ofNullable(mark).map(Mark::getLine).orElse(0) + 1;
    }
}
