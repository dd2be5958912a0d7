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
 * {@link ByteText} or a {@link MarkedText}, and cut what is longer than {@value #LONGEST_LINE} and {@value #LONGEST_BLOCK}, so
 * that no page becomes megabytes long.
 */
public final class VisibleTextDialect extends AbstractProcessorDialect {
    /** Characters or bytes that {@code rp:block} shows at most. */
    public static final int LONGEST_BLOCK = 64 * 1_024;

    /** Characters or bytes that {@code rp:line} shows at most. */
    public static final int LONGEST_LINE = 4 * 1_024;

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
        int most = block ? LONGEST_BLOCK : LONGEST_LINE;
        if (value instanceof MarkedText marked) {
            return marked.toHtml(most, block) + (marked.length() > most ? "…" : "");
        }
        if (value instanceof ByteText bytes) {
            return html(MarkedText.plain(bytes), block);
        }
        String text = value.toString();
        boolean isCut = text.length() > most;
        StringBuilder html = new StringBuilder(Math.min(text.length(), most) + 64);
        CharSequence shown = isCut ? text.substring(0, most) : text;
        if (block) {
            VisibleText.appendBlock(html, shown);
        } else {
            VisibleText.appendLine(html, shown);
        }
        return isCut ? html.append('…').toString() : html.toString();
    }
}
