import { expect, test } from "vitest";
import { addressOf, readSuggestions } from "./suggestions.ts";

test("takes what the server suggests, eight at most", () => {
  const suggestions = Array.from({ length: 12 }, (_, i) => ({ text: `Sách ${i}`, kind: "title", count: 1 }));
  expect(readSuggestions({ suggestions })).toHaveLength(8);
  expect(readSuggestions({ suggestions })[0]).toMatchObject({ text: "Sách 0", kind: "title" });
});

test("an answer of another shape is no suggestion", () => {
  for (const answer of [null, 3, [], {}, { suggestions: "x" }, { suggestions: [null, 1, { text: 3, kind: "title" }] }])
    expect(readSuggestions(answer)).toEqual([]);
});

test("a title is searched for, an author or subject narrows", () => {
  expect(addressOf({ text: "Dế Mèn & bạn", kind: "title" }, "/tim")).toBe("/tim?q=D%E1%BA%BF+M%C3%A8n+%26+b%E1%BA%A1n");
  expect(addressOf({ text: "Tô Hoài", kind: "author" }, "/en/search")).toBe("/en/search?author=T%C3%B4+Ho%C3%A0i");
});
