import { describe, expect, it } from "vitest";
import { checkpointText, noteKey, signNote } from "#app/domain/commitment/note.ts";
import { openNote, readKey } from "../../../public/verify.mjs";

/**
 * The worked example of the reference implementation (golang.org/x/mod/sumdb/note). Ed25519 gives the same signature
 * each time.
 */
const SECRET = Buffer.from("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", "base64").subarray(1);
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNED = `${TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

const key = noteKey("PeterNeumann", SECRET);

describe("signed notes", () => {
  it("are those of the reference implementation, byte by byte", () => {
    expect(key.verifier).toBe("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    expect(signNote(TEXT, key)).toBe(SIGNED);
  });

  it("open with their key alone", async () => {
    const own = await readKey(key.verifier);
    const other = await readKey(noteKey("PeterNeumann", Buffer.alloc(32, 7)).verifier);
    expect(await openNote(SIGNED, [own], "it")).toBe(TEXT);
    await expect(openNote(SIGNED, [other], "it")).rejects.toThrow("whose key you do not trust");
  });

  it.each([
    ["a changed text", SIGNED.replace("problem is", "problem Is"), "is wrong"],
    ["a changed signature", SIGNED.replace("SffcvI", "SffcvJ"), "is wrong"],
    ["another spelling of the same signature", SIGNED.replace("nAM=", "nAN="), "base64"],
    ["another name", SIGNED.replace("— PeterNeumann", "— Peter"), "whose key you do not trust"],
    ["no signature", `${TEXT}\n`, "signature line that is none"],
    ["a text alone", TEXT, "not a signed note"],
    [
      "a signature of somebody unknown beside it",
      `${SIGNED}— Mallory x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`,
      "whose key you do not trust",
    ],
  ])("refuse %s", async (_what, note, why) => {
    await expect(openNote(note, [await readKey(key.verifier)], "it")).rejects.toThrow(why);
  });

  it("a printed key whose number is not its own is refused", async () => {
    await expect(readKey(key.verifier.replace("c74f20a3", "c74f20a4"))).rejects.toThrow("does not have the number");
  });

  it.each(["no newline at the end", "a tab\there\n", "a lone \ud800 surrogate\n"])(
    "do not take %j for a text",
    (text) => {
      expect(() => signNote(text, key)).toThrow(TypeError);
    },
  );

  it.each(["two words", "plus+sign", "", "line\nbreak", "filler\u3164", "picked\ufe0f"])(
    "do not take %j for a name",
    (name) => {
      expect(() => noteKey(name, SECRET)).toThrow(TypeError);
    },
  );

  it("a checkpoint is origin, size and root on lines of their own", () => {
    expect(checkpointText("award.example/log", 1804, Buffer.alloc(32, 1))).toBe(
      "award.example/log\n1804\nAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n",
    );
  });
});
