package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

/** What the layout of every page promises, whatever it shows. */
public final class Layout {
    private Layout() {}

    /** The page doesn't scroll sideways, and no link, button or field lies outside of it (scrolling boxes excepted). */
    public static void assertNothingIsCutOff(Page page) {
        Object wide = page.evaluate("""
                () => {
                  const limit = document.documentElement.clientWidth;
                  const out = [];
                  if (document.documentElement.scrollWidth > limit + 1) {
                    out.push('page is ' + document.documentElement.scrollWidth + ' wide');
                  }
                  const scrolls = (e) => {
                    for (let p = e.parentElement; p; p = p.parentElement) {
                      const x = getComputedStyle(p).overflowX;
                      if ((x === 'auto' || x === 'scroll') && p !== document.body && p !== document.documentElement) return true;
                      if (getComputedStyle(p).clipPath !== 'none') return true;
                    }
                    return false;
                  };
                  if (out.length > 0) {
                    for (const e of document.querySelectorAll('body *')) {
                      const box = e.getBoundingClientRect();
                      const contained = (p) => p && (getComputedStyle(p).overflowX !== 'visible' || contained(p.parentElement === document.body ? null : p.parentElement));
                      if (box.right > limit + 1 && !scrolls(e) && !contained(e.parentElement) && !e.closest('.rail') && out.length < 6) out.push(e.outerHTML.slice(0, 90) + ' to ' + Math.round(box.right));
                    }
                  }
                  for (const e of document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')) {
                    const box = e.getBoundingClientRect();
                    const shown = box.width > 0 && box.height > 0 && !e.matches('.skip') && !scrolls(e);
                    if (shown && (box.left >= limit || box.right <= 0)) {
                      out.push(e.outerHTML.slice(0, 120) + ' at ' + Math.round(box.left) + '..' + Math.round(box.right));
                    }
                  }
                  return out.join('\\n');
                }
                """);
        assertThat(wide).as("layout of %s", page.url()).isEqualTo("");
    }
}
