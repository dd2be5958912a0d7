package io.rempart.console.text;

import io.rempart.events.model.ByteText;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.expression.IStandardExpression;
import org.thymeleaf.standard.expression.StandardExpressions;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * The template attributes that show text of others: {@code rp:line} (one line), {@code rp:block} (lines). They take a text, a
 * {@link ByteText} or a {@link MarkedText}; longer than {@value #LONGEST} they cut, so that a template can't be made to write a
 * megabyte by mistake.
 */
public final class VisibleTextDialect extends AbstractProcessorDialect {
    /** Characters or bytes that one attribute shows at most. */
    public static final int LONGEST = 64 * 1_024;

    private static final String PREFIX = "rp";
    private static final int PRECEDENCE = 1_300; // that of th:text

    public VisibleTextDialect() {
        super("Visible text", PREFIX, PRECEDENCE);
    }

    @Override
    public Set<IProcessor> getProcessors(String dialectPrefix) {
        return Set.of(new Shown(dialectPrefix, "line", false), new Shown(dialectPrefix, "block", true));
    }

    private static final class Shown extends AbstractAttributeTagProcessor {
        private final boolean block;

        Shown(String prefix, String attribute, boolean block) {
            super(TemplateMode.HTML, prefix, null, false, attribute, true, PRECEDENCE, true);
            this.block = block;
        }

        @Override
        protected void doProcess(
                ITemplateContext context,
                IProcessableElementTag tag,
                AttributeName name,
                String value,
                IElementTagStructureHandler structure) {
            IStandardExpression expression = StandardExpressions.getExpressionParser(context.getConfiguration())
                    .parseExpression(context, value);
            structure.setBody(html(expression.execute(context), block), false);
        }
    }

    static String html(@Nullable Object value, boolean block) {
        if (value == null) {
            return "";
        }
        if (value instanceof MarkedText marked) {
            return marked.toHtml(LONGEST, block);
        }
        if (value instanceof ByteText bytes) {
            return MarkedText.plain(bytes).toHtml(LONGEST, block);
        }
        String text = value.toString();
        boolean isCut = text.length() > LONGEST;
        StringBuilder html = new StringBuilder(Math.min(text.length(), LONGEST) + 64);
        CharSequence shown = isCut ? text.substring(0, LONGEST) : text;
        if (block) {
            VisibleText.appendBlock(html, shown);
        } else {
            VisibleText.appendLine(html, shown);
        }
        return isCut ? html.append('…').toString() : html.toString();
    }
}
