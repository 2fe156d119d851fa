package dev.refill.finance.bank.camt;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxEOFException;
import com.ctc.wstx.stax.WstxInputFactory;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;

import dev.refill.finance.bank.camt.CamtRefusal.Measure;

/**
 * A place in a document, moved forward only. It stands behind the start of an element whose children or text come next. What the
 * parser may do, and how much of anything there may be, is decided here.
 */
final class XmlCursor implements AutoCloseable {

    private static final int LONGEST_DETAIL = 200;

    private final CappedInput input;
    private final CamtLimits limits;
    private final XMLStreamReader xml;
    /** Of the elements that it stands in, the innermost last. */
    private final Deque<String> path = new ArrayDeque<>();
    /** All that were met: the parser keeps them, too, and would keep any number. */
    private final Set<String> names = new HashSet<>();
    private String namespace = "";
    private int textLength;

    private XmlCursor(CappedInput input, CamtLimits limits, XMLStreamReader xml) {
        this.input = input;
        this.limits = limits;
        this.xml = xml;
    }

    /**
     * Before the root element.
     *
     * @throws RefusedException if it does not even begin as XML does
     * @throws IOException if the source fails
     */
    static XmlCursor before(InputStream source, CamtLimits limits) throws IOException {
        CappedInput input = new CappedInput(source, limits);
        try {
            return new XmlCursor(input, limits, factory(limits).createXMLStreamReader(input));
        } catch (XMLStreamException e) {
            throw refused(e, new Place(1, 1));
        }
    }

    /** One for each document, as it keeps the names that it has seen. */
    private static XMLInputFactory factory(CamtLimits limits) {
        XMLInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((publicId, systemId, base, name) -> {
            throw new XMLStreamException("an external entity");
        });
        // What is wrong is told where it is, and by an exception that the compiler knows.
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        // Some more than ours, which tell better what is too much.
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 4 * limits.attributes());
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, 4 * limits.depth());
        return factory;
    }

    /** Enters the root element. @return its name */
    String root() throws IOException {
        while (next() != XMLStreamReader.START_ELEMENT) {
            // Comments and instructions come before it, and nothing else can.
        }
        String its = xml.getNamespaceURI();
        namespace = its == null ? "" : its;
        enter();
        return xml.getLocalName();
    }

    /** Of the root element; empty if it has none. */
    String namespace() {
        return namespace;
    }

    /**
     * Enters the next child of the element that it stands in.
     *
     * @return its name, empty if it is not of the root's namespace; {@code null}: there is none, and the element is left
     */
    @Nullable
    String child() throws IOException {
        while (true) {
            switch (next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    return enter();
                }
                case XMLStreamReader.END_ELEMENT -> {
                    path.removeLast();
                    return null;
                }
                default -> requireBlank();
            }
        }
    }

    /**
     * Reads the element that it stands in to its end.
     *
     * @param children has to leave each of them
     * @return its text without the blanks around it; {@code null}: it has children
     */
    @Nullable
    String content(Children children) throws IOException {
        StringBuilder text = new StringBuilder();
        boolean nested = false;
        while (true) {
            switch (next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    nested = true;
                    children.enter(enter());
                }
                case XMLStreamReader.END_ELEMENT -> {
                    String own = text.toString().strip();
                    if (nested && !own.isEmpty()) {
                        throw mixed();
                    }
                    path.removeLast();
                    return nested ? null : own;
                }
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA ->
                    text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                default -> {
                    // A comment may stand anywhere.
                }
            }
        }
    }

    /** Leaves the element that it stands in, whatever is in it. */
    void skip() throws IOException {
        int outside = path.size() - 1;
        while (path.size() > outside) {
            switch (next()) {
                case XMLStreamReader.START_ELEMENT -> enter();
                case XMLStreamReader.END_ELEMENT -> path.removeLast();
                default -> {
                    // Not wanted.
                }
            }
        }
    }

    /** Behind the root element: nothing but comments may follow. */
    void end() throws IOException {
        while (next() != XMLStreamReader.END_DOCUMENT) {
            // The parser refuses a second root.
        }
    }

    /** Of the element that was just entered. */
    @Nullable
    String attribute(String name) {
        return xml.getAttributeValue(null, name);
    }

    Place place() {
        return place(xml.getLocation());
    }

    private int next() throws IOException {
        input.beginToken();
        int event;
        try {
            event = xml.next();
        } catch (XMLStreamException e) {
            throw refused(e, place());
        }
        switch (event) {
            case XMLStreamReader.DTD -> throw new RefusedException(new CamtRefusal.DocumentType(place()));
            case XMLStreamReader.ENTITY_REFERENCE ->
                throw new RefusedException(new CamtRefusal.Unreadable("an entity that is not declared", place()));
            case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA, XMLStreamReader.SPACE -> countText();
            case XMLStreamReader.START_ELEMENT, XMLStreamReader.END_ELEMENT -> textLength = 0;
            case XMLStreamReader.PROCESSING_INSTRUCTION -> meet(xml.getPITarget());
            default -> {
                // A comment does not end a text.
            }
        }
        return event;
    }

    /** The parser hands out a long text in pieces. */
    private void countText() {
        textLength += xml.getTextLength();
        if (textLength > limits.text()) {
            throw tooMuch(Measure.CHARACTERS_OF_TEXT, limits.text());
        }
    }

    private String enter() {
        if (path.size() == limits.depth()) {
            throw tooMuch(Measure.LEVELS, limits.depth());
        }
        if (xml.getAttributeCount() + xml.getNamespaceCount() > limits.attributes()) {
            throw tooMuch(Measure.ATTRIBUTES, limits.attributes());
        }
        meetNames();
        String name = xml.getLocalName();
        path.addLast(name);
        return namespace.equals(xml.getNamespaceURI()) ? name : "";
    }

    /** Of an element that was just met. */
    private void meetNames() {
        meet(xml.getLocalName());
        meet(xml.getPrefix());
        for (int at = 0; at < xml.getAttributeCount(); at++) {
            meet(xml.getAttributeLocalName(at));
            meet(xml.getAttributePrefix(at));
        }
        for (int at = 0; at < xml.getNamespaceCount(); at++) {
            meet(xml.getNamespacePrefix(at));
            meet(xml.getNamespaceURI(at));
        }
    }

    private void meet(@Nullable String name) {
        if (name == null || names.contains(name)) {
            return;
        }
        if (name.length() > limits.name()) {
            throw tooMuch(Measure.CHARACTERS_OF_A_NAME, limits.name());
        }
        if (names.size() == limits.names()) {
            throw tooMuch(Measure.DIFFERENT_NAMES, limits.names());
        }
        names.add(name);
    }

    private void requireBlank() {
        if (xml.hasText() && xml.getEventType() != XMLStreamReader.COMMENT && !xml.getText().isBlank()) {
            throw mixed();
        }
    }

    private RefusedException mixed() {
        return new RefusedException(
                new CamtRefusal.Invalid(String.valueOf(path.peekLast()), "either elements or text", place()));
    }

    private RefusedException tooMuch(Measure measure, long most) {
        return new RefusedException(new CamtRefusal.TooMuch(measure, most, place()));
    }

    /** A failing source is no fault of the file. */
    private static RefusedException refused(XMLStreamException fault, Place here) throws IOException {
        Place place = fault.getLocation() == null ? here : place(fault.getLocation());
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof CappedInput.Exceeded exceeded) {
                return new RefusedException(exceeded.at(place));
            }
            if (cause instanceof CappedInput.SourceFailed failed) {
                throw failed.source();
            }
        }
        return new RefusedException(fault instanceof WstxEOFException
                ? new CamtRefusal.Truncated(place)
                : new CamtRefusal.Unreadable(detail(fault), place));
    }

    /** The parser's first line; the others say where. */
    private static String detail(XMLStreamException fault) {
        String first = String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
        String plain = first.replaceAll("\\p{Cntrl}", "?");
        return plain.substring(0, Math.min(plain.length(), LONGEST_DETAIL));
    }

    private static Place place(Location location) {
        return new Place(Math.max(location.getLineNumber(), 1), Math.max(location.getColumnNumber(), 1));
    }

    /** Closes the source, too. */
    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        } finally {
            input.close();
        }
    }

    /** Takes the children of an element one by one. */
    interface Children {

        /**
         * The cursor stands in a child, which is to be left.
         *
         * @param name empty if it is not of the root's namespace
         */
        void enter(String name) throws IOException;
    }
}
