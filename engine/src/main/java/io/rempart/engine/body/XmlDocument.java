package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathEvaluationResult;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.DOMException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A document that was read. The two expressions of the Core Rule Set are answered from what the one reading kept; for any other
 * the document is read again into a tree, once, with the same limits, and the JDK's XPath 1.0 searches it. Extension
 * functions are off.
 */
final class XmlDocument implements XmlContent {
    private static final String XMLNS = "xmlns";

    private final ByteSlice source;
    private final BodyLimits limits;
    private final ByteSlice text;
    private final List<ByteSlice> attributes;
    private @Nullable Document tree;

    XmlDocument(ByteSlice source, BodyLimits limits, ByteSlice text, List<ByteSlice> attributes) {
        this.source = source;
        this.limits = limits;
        this.text = text;
        this.attributes = List.copyOf(attributes);
    }

    @Override
    public ByteSlice text() {
        return text;
    }

    @Override
    public List<ByteSlice> attributes() {
        return attributes;
    }

    @Override
    public ByteSlice source() {
        return source;
    }

    @Override
    public List<ByteSlice> select(String xpath, Map<String, String> namespaces) {
        return switch (xpath) {
            case "/*" -> List.of(text);
            case "//@*" -> attributes;
            default -> evaluated(xpath, namespaces);
        };
    }

    private List<ByteSlice> evaluated(String expression, Map<String, String> namespaces) {
        XPath xpath = xpath();
        xpath.setNamespaceContext(new Prefixes(namespaces));
        try {
            XPathEvaluationResult<?> result = xpath.compile(expression).evaluateExpression(tree());
            List<ByteSlice> values = new ArrayList<>();
            if (result.value() instanceof XPathNodes nodes) {
                for (Node node : nodes) {
                    values.add(ByteSlice.utf8(content(node)));
                }
            } else {
                values.add(ByteSlice.utf8(String.valueOf(result.value())));
            }
            return values;
        } catch (XPathExpressionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "\"" + expression + "\" is not an XPath 1.0 expression: " + cause.getMessage(), e);
        }
    }

    private static String content(Node node) {
        String content = node.getTextContent();
        if (content == null && node instanceof Document document) {
            Element root = document.getDocumentElement();
            content = root == null ? null : root.getTextContent();
        }
        return content == null ? "" : content;
    }

    private static XPath xpath() {
        // Neither the factory nor what it makes is thread-safe.
        XPathFactory factory = XPathFactory.newDefaultInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        } catch (javax.xml.xpath.XPathFactoryConfigurationException e) {
            throw new IllegalStateException("this JDK has no secure XPath", e);
        }
        return factory.newXPath();
    }

    private Document tree() {
        Document built = tree;
        if (built == null) {
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
                built = factory.newDocumentBuilder().newDocument();
            } catch (ParserConfigurationException e) {
                throw new IllegalStateException("this JDK can't make an XML document", e);
            }
            TreeBuilder builder = new TreeBuilder(built);
            XmlReader.read(source, limits, builder);
            builder.resolveStart();
            tree = built;
        }
        return built;
    }

    static boolean isNamespaceDeclaration(String attribute) {
        return attribute.startsWith(XMLNS) && (attribute.length() == 5 || attribute.charAt(5) == ':');
    }

    /** Makes a tree of the events; resolves prefixes, leaving out those without a binding. */
    private static final class TreeBuilder implements XmlReader.Handler {
        private final Document document;
        private final Deque<Map<String, String>> bindings = new ArrayDeque<>();
        private Node parent;

        /** The element whose attributes are not all read yet. */
        private @Nullable String pendingName;

        private final Map<String, String> pendingAttributes = new HashMap<>();

        TreeBuilder(Document document) {
            this.document = document;
            this.parent = document;
            bindings.push(Map.of("xml", XMLConstants.XML_NS_URI));
        }

        @Override
        public void startElement(String name) {
            resolveStart();
            pendingName = name;
        }

        @Override
        public void attribute(String name, String value) {
            pendingAttributes.put(name, value);
        }

        @Override
        public void text(String text) {
            resolveStart();
            if (parent != document) {
                parent.appendChild(document.createTextNode(text));
            }
        }

        @Override
        public void endElement() {
            resolveStart();
            bindings.pop();
            Node above = parent.getParentNode();
            parent = above == null ? document : above;
        }

        /** Makes the element that began, now that its attributes are known. */
        void resolveStart() {
            String name = pendingName;
            if (name == null) {
                return;
            }
            pendingName = null;
            Map<String, String> scope = scope();
            Element element = element(name, scope);
            pendingAttributes.forEach((attribute, value) -> {
                if (!isNamespaceDeclaration(attribute)) {
                    Attr node = attribute(attribute, scope);
                    node.setValue(value);
                    element.setAttributeNodeNS(node);
                }
            });
            pendingAttributes.clear();
            bindings.push(scope);
            parent.appendChild(element);
            parent = element;
        }

        private Map<String, String> scope() {
            Map<String, String> outer = bindings.getFirst();
            Map<String, String> scope = outer;
            for (Map.Entry<String, String> attribute : pendingAttributes.entrySet()) {
                String name = attribute.getKey();
                if (isNamespaceDeclaration(name)) {
                    if (scope == outer) {
                        scope = new HashMap<>(outer);
                    }
                    scope.put(name.length() == 5 ? "" : name.substring(6), attribute.getValue());
                }
            }
            return scope;
        }

        private Element element(String name, Map<String, String> scope) {
            String namespace = scope.get(prefix(name));
            try {
                return namespace == null || namespace.isEmpty()
                        ? document.createElementNS(null, localName(name))
                        : document.createElementNS(namespace, name);
            } catch (DOMException e) {
                return document.createElementNS(null, "_");
            }
        }

        private Attr attribute(String name, Map<String, String> scope) {
            String prefix = prefix(name);
            String namespace = prefix.isEmpty() ? null : scope.get(prefix);
            try {
                return namespace == null || namespace.isEmpty()
                        ? document.createAttributeNS(null, localName(name))
                        : document.createAttributeNS(namespace, name);
            } catch (DOMException e) {
                return document.createAttributeNS(null, "_");
            }
        }

        private static String prefix(String name) {
            int colon = name.indexOf(':');
            return colon <= 0 ? "" : name.substring(0, colon);
        }

        private static String localName(String name) {
            int colon = name.indexOf(':');
            return colon < 0 || colon == name.length() - 1 ? name : name.substring(colon + 1);
        }
    }

    /** The prefixes of a rule. */
    private record Prefixes(Map<String, String> namespaces) implements NamespaceContext {
        @Override
        public String getNamespaceURI(String prefix) {
            String namespace = "xml".equals(prefix) ? XMLConstants.XML_NS_URI : namespaces.get(prefix);
            return namespace == null ? XMLConstants.NULL_NS_URI : namespace;
        }

        @Override
        public @Nullable String getPrefix(String namespace) {
            return null;
        }

        @Override
        public Iterator<String> getPrefixes(String namespace) {
            return List.<String>of().iterator();
        }
    }
}
