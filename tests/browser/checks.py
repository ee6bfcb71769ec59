"""What a page must hold in a browser; each check gives what it found wrong, in words."""

import json
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Page

from tools.browser import __file__ as _tool

AXE = Path(_tool).parent / "node_modules/axe-core/axe.min.js"
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
NORMAL_PX = 16
_OUTSIDE = """(() => {
  const wide = document.documentElement.clientWidth, found = [];
  if (document.scrollingElement.scrollWidth > wide) found.push(`page: ${document.scrollingElement.scrollWidth} of ${wide}`);
  for (const one of document.body.querySelectorAll("*")) {
    if (one.closest(".skip")) continue;
    // A table of figures may be wider, in a region of its own that fits and that the keyboard scrolls (WCAG 1.4.10).
    const region = one.closest(".scroll[tabindex]");
    if (region && region !== one) continue;
    const box = one.getBoundingClientRect();
    if (box.width && box.height && (box.left < -1 || box.right > wide + 1))
      found.push(`${one.tagName}#${one.id}.${one.className}: ${Math.round(box.left)} to ${Math.round(box.right)}`);
    const style = getComputedStyle(one);
    if (!region && style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1 && !/^(INPUT|TEXTAREA|SELECT)$/.test(one.tagName))
      found.push(`${one.tagName}#${one.id} cuts ${one.scrollWidth} to ${one.clientWidth}`);
  }
  return found.slice(0, 10);
})()"""
_SMALL = """(() => {
  const found = [];
  for (const one of document.body.querySelectorAll("*")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (own && one.getClientRects().length && size < LEAST) found.push(`${one.tagName}#${one.id}: ${size}px`);
  }
  return found.slice(0, 10);
})()"""
_FOCUS = """(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const channel = (value) => { const c = value / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = (rgb) => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
  const read = (text) => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const contrast = (a, b) => { const x = light(a), y = light(b); return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
  let behind = one.parentElement;
  while (behind && read(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
  const ground = behind ? read(getComputedStyle(behind).backgroundColor) : [255, 255, 255];
  const style = getComputedStyle(one), colours = [];
  if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) colours.push(read(style.outlineColor));
  if (style.boxShadow !== "none") colours.push(read(style.boxShadow.match(/rgba?\\([^)]*\\)/)[0]));
  const box = one.getBoundingClientRect();
  const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  one.dataset.reached = "1";
  // Its place on the sheet, beside the one before: who reads from top to bottom is not sent back up. From the foot a browser
  // may begin anew, without a stop outside of the page.
  const top = box.top + scrollY, last = window.acsgLast;
  const up = last !== undefined && last.part === one.closest("header, main, footer") && top + box.height < last.top;
  window.acsgLast = { top, part: one.closest("header, main, footer") };
  return { up, name: `${one.tagName}#${one.id} ${(one.innerText || one.name || "").slice(0, 30)}`, seen,
           contrast: Math.max(0, ...colours.map((colour) => contrast(colour, ground))) };
})()"""
_NOT_REACHED = """[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((one) => !one.dataset.reached && one.getClientRects().length && !one.closest("details:not([open]) > :not(summary)"))
  .filter((one) => one.type !== "radio" || !document.querySelector(`[name="${one.name}"][data-reached]`))
  .map((one) => `${one.tagName}#${one.id} ${(one.innerText || one.name || "").slice(0, 30)}`)"""
_EDGES = """(() => {
  const found = [];
  for (const one of document.querySelectorAll("button:not([aria-current]), select, textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), a.do, .tag")) {
    const style = getComputedStyle(one);
    const edges = ["Top", "Bottom", "Left", "Right"].map((side) => [style[`border${side}Style`], parseFloat(style[`border${side}Width`])]);
    const edged = edges.some(([kind, width]) => kind !== "none" && width >= 1);
    if (one.getClientRects().length && !edged && style.textDecorationLine !== "underline")
      found.push(`no edge: ${one.tagName}#${one.id}.${one.className} ${(one.innerText || one.name || "").slice(0, 30)}`);
  }
  return found.slice(0, 10);
})()"""
LEAST_CONTRAST = 3
"""Of what shows the focus, against what is behind it (WCAG 1.4.11, 2.4.7)."""
MOST_STOPS = 400


async def evaluated(cdp: CDPSession, expression: str) -> Any:
    """The value of an expression in the page, past its policy: what a page may run itself is not what we ask it with."""
    said = await cdp.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True})
    assert "exceptionDetails" not in said, said["exceptionDetails"]
    return said["result"].get("value")


async def violations(cdp: CDPSession) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA, and against good practice."""
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "resultTypes": ["violations"],
        "rules": {"target-size": {"enabled": True}},
    }
    run = f"axe.run(document, {json.dumps(options)}).then((found) => found.violations.map((one) => one.id + ': ' + "
    run += "one.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + node.html.slice(0, 120)).join(' | ')))"
    await evaluated(cdp, AXE.read_text() + ";0")
    return list(await evaluated(cdp, run))


async def outside(cdp: CDPSession, page: Page) -> list[str]:
    """What does not fit in 320 px, as a telephone or a fourfold enlargement has it (WCAG 1.4.10)."""
    await page.set_viewport_size(NARROW)
    found = list(await evaluated(cdp, _OUTSIDE))
    await page.set_viewport_size(WIDE)
    return found


async def enlarged(cdp: CDPSession) -> list[str]:
    """What is not shown larger, or does not fit, where a person's letters are twice as large (WCAG 1.4.4)."""
    await cdp.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * NORMAL_PX, "fixed": 2 * NORMAL_PX}})
    least = await evaluated(cdp, _SMALL.replace("LEAST", str(1.6 * NORMAL_PX)))
    found = [*least, *await evaluated(cdp, _OUTSIDE)]
    await cdp.send("Page.setFontSizes", {"fontSizes": {"standard": NORMAL_PX, "fixed": 13}})
    return found


async def by_keyboard(cdp: CDPSession, page: Page) -> list[str]:
    """What the Tab key does not reach, where one does not see that it did, or is led back or held (WCAG 2.1.1-2, 2.4.3, 2.4.7)."""
    found, ends = [], 0
    await evaluated(cdp, "delete window.acsgLast")
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        stop = await evaluated(cdp, _FOCUS)
        if stop is None:
            # A page that begins at its faults is gone through to its end, then from its beginning.
            ends += 1
            if ends == 2:
                break
            await evaluated(cdp, "delete window.acsgLast")
            continue
        if not stop["seen"]:
            found.append(f"out of sight: {stop['name']}")
        if stop["contrast"] < LEAST_CONTRAST:
            found.append(f"focus not seen ({stop['contrast']:.1f}): {stop['name']}")
        if stop["up"]:
            found.append(f"back up: {stop['name']}")
    else:
        found.append("no way out: the Tab key came to no end")
    return [*found, *(f"not reached: {one}" for one in await evaluated(cdp, _NOT_REACHED))]


async def in_forced_colours(cdp: CDPSession, page: Page) -> list[str]:
    """What is told by a ground or a shadow alone, which a person's own colours take away: buttons, fields, tags, the focus."""
    await page.emulate_media(forced_colors="active")
    found = [*await evaluated(cdp, _EDGES), *await by_keyboard(cdp, page)]
    await page.emulate_media(forced_colors="none")
    return found
