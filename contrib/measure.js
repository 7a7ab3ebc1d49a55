/*
 * What contrib/shoot asks of a page: how wide it is, and how well its texts
 * stand out (WCAG 2.2, "relative luminance" and "contrast ratio").
 */
(function () {
	"use strict";

	function channels(color) {
		const numbers = color.match(/[\d.]+/g).map(Number);

		return { rgb: numbers.slice(0, 3),
			 alpha: numbers.length > 3 ? numbers[3] : 1 };
	}

	function over(top, below) {
		return top.rgb.map((value, i) =>
			value * top.alpha + below[i] * (1 - top.alpha));
	}

	/* What is behind an element: its own colours and those of whatever
	 * holds it, down to the window's. */
	function behind(element) {
		const layers = [];
		const dark = matchMedia("(prefers-color-scheme: dark)").matches;
		const scheme = getComputedStyle(document.documentElement)
			.colorScheme;
		let color = dark && scheme.includes("dark")
			? [18, 18, 18] : [255, 255, 255];

		for (; element; element = element.parentElement)
			layers.unshift(getComputedStyle(element)
				.backgroundColor);
		for (const layer of layers)
			color = over(channels(layer), color);
		return color;
	}

	function luminance(rgb) {
		const [red, green, blue] = rgb.map((value) => {
			const part = value / 255;

			return part <= 0.04045 ? part / 12.92
				: Math.pow((part + 0.055) / 1.055, 2.4);
		});

		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	}

	function contrast(element) {
		const below = behind(element);
		const style = getComputedStyle(element);
		const ink = element instanceof SVGElement ? style.fill
			: style.color;
		const color = over(channels(ink), below);
		const [low, high] = [luminance(color), luminance(below)]
			.sort((a, b) => a - b);

		return (high + 0.05) / (low + 0.05);
	}

	function shown(element) {
		const box = element.getBoundingClientRect();

		return box.width > 0 && box.height > 0;
	}

	const root = document.documentElement;
	const walker = document.createTreeWalker(document.body,
						 NodeFilter.SHOW_TEXT);
	let least = 21, where = "";

	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const element = node.parentElement;

		if (!node.data.trim() || element.closest("script, style") ||
		    !shown(element))
			continue;
		const ratio = contrast(element);
		if (ratio < least) {
			least = ratio;
			where = element.tagName.toLowerCase() +
				(element.getAttribute("class")
				 ? "." + element.getAttribute("class")
					.replace(/\s+/g, ".") : "");
		}
	}
	return `inner=${window.innerWidth} scroll=${root.scrollWidth} ` +
		`height=${root.scrollHeight} contrast=${least.toFixed(2)} ` +
		where;
}());
