// What is wrong with the page that is shown, as a list of sentences. Runs in the page; arguments[0] is its width.
const width = arguments[0];
const faults = [];
const name = (element) => {
  const words = (element.textContent || element.name || "").trim().replace(/\s+/g, " ").slice(0, 40);
  return `<${element.tagName.toLowerCase()} class="${element.className}"> “${words}”`;
};
const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  && !element.closest(".hidden, .skip");

if (document.documentElement.lang !== "vi") faults.push("the language is not said");
if (!document.title.trim()) faults.push("no title");
if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
if (document.querySelectorAll("main").length !== 1) faults.push("not one main");
const wide = document.scrollingElement.scrollWidth;
if (wide > width || innerWidth !== width) {
  faults.push(`the page is ${wide} px wide in a window of ${innerWidth}`);
  for (const element of document.querySelectorAll("body *")) {
    if (element.getBoundingClientRect().right > width + 1 && !element.closest(".wide, .nav")) {
      faults.push(`  too far right: ${name(element)}`);
    }
  }
}

for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
  const labels = [...(field.labels ?? [])].map((label) => label.textContent.trim()).join("");
  if (!labels && !field.getAttribute("aria-label")) faults.push(`no label: ${name(field)} ${field.name}`);
}
for (const table of document.querySelectorAll("table")) {
  if ([...table.querySelectorAll("thead th")].some((head) => head.scope !== "col")) faults.push("a head without scope");
}
for (const button of document.querySelectorAll("button, a")) {
  if (!button.textContent.trim() && !button.getAttribute("aria-label")) faults.push(`says nothing: ${name(button)}`);
}
const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
if (new Set(ids).size !== ids.length) faults.push("an id occurs twice");

for (const target of document.querySelectorAll("nav a, button, summary, .btn, .facet a, .pages a, thead a, tbody td:first-child a")) {
  const box = target.getBoundingClientRect();
  if (isShown(target) && Math.round(box.height) < 24) faults.push(`${Math.round(box.height)} px high: ${name(target)}`);
}

// Contrast as WCAG 2.2 counts it: relative luminance of the text against everything under it.
const parse = (colour) => {
  const parts = colour.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
  return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
};
const over = (top, under) => top.rgb.map((value, i) => value * top.alpha + under[i] * (1 - top.alpha));
const luminance = (rgb) => {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (element) => {
  const layers = [];
  for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
  return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
};
const contrast = (colour, element) => {
  const under = ground(element);
  const [light, dark] = [luminance(over(parse(colour), under)), luminance(under)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};
const seen = new Set();
const judge = (element, colour, what) => {
  const ratio = contrast(colour, element);
  const fault = `contrast ${ratio.toFixed(2)}: ${what}`;
  if (ratio < 4.5 && !seen.has(fault)) { seen.add(fault); faults.push(fault); }
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (texts.currentNode.data.trim() && isShown(element)) judge(element, getComputedStyle(element).color, name(element));
}
for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
  if (!isShown(field)) continue;
  judge(field, getComputedStyle(field).color, `text of ${field.name}`);
  if (field.placeholder) judge(field, getComputedStyle(field, "::placeholder").color, `placeholder of ${field.name}`);
}
return faults;
