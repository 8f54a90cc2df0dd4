/** What `verify.mjs` offers to a program; the file itself is read and run by people who trust nobody. */
export type Verdict = { ok: true; lines: string[] } | { ok: false; lines: string[]; failure: string };
export function verify(text: string, trust: { keys: string[] }, kept?: { receipts?: string[]; checkpoints?: string[] }): Promise<Verdict>;
export function main(args: string[], read: (file: string) => string, out?: Pick<Console, "log" | "error">): Promise<number>;
export function canonical(value: unknown): string;
export function rootOf(leaves: Uint8Array[]): Promise<Uint8Array>;
export function includes(claim: { leaf: Uint8Array; index: number; size: number; root: Uint8Array; proof: Uint8Array[] }): Promise<boolean>;
export function extendsTree(claim: { size1: number; root1: Uint8Array; size2: number; root2: Uint8Array; proof: Uint8Array[] }): Promise<boolean>;
export function readKey(written: string): Promise<{ name: string; id: string; key: CryptoKey }>;
export function openNote(note: string, keys: { name: string; id: string; key: CryptoKey }[], what: string): Promise<string>;
