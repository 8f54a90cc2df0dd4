import { expect, it } from "vitest";
import { csvCells } from "#app/domain/csv.ts";

it("a row that was added with another line end than those before it is a row, and a line end inside quotes is none", () =>
  expect(csvCells('entry,reviewer\r\nA,"one\nand two"\r\nB,three\nC,four\rD,five')).toEqual([
    ["entry", "reviewer"],
    ["A", "one\nand two"],
    ["B", "three"],
    ["C", "four"],
    ["D", "five"],
  ]));
