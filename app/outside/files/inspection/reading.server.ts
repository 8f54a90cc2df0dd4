import { type FileHandle, open } from "node:fs/promises";

/** A file of which pieces are read; nobody holds the whole of it. */
export type OpenedFile = { size: number; read(position: number, length: number): Promise<Buffer> };

/** The longest piece anybody may ask for, in bytes. */
export const LONGEST_PIECE = 8_000_000;

/** Opens a file while `work` runs. */
export async function withOpened<Result>(path: string, work: (file: OpenedFile) => Promise<Result>): Promise<Result> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    return await work({ size, read: (position, length) => readPiece(handle, size, position, length) });
  } finally {
    await handle.close();
  }
}

/** The bytes from `position`, at most `length` of them; fewer, or none, where the file ends. */
async function readPiece(handle: FileHandle, size: number, position: number, length: number): Promise<Buffer> {
  const wanted = Math.min(length, size - position, LONGEST_PIECE);
  if (position < 0 || !(wanted > 0)) return Buffer.alloc(0);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, position);
  return buffer.subarray(0, bytesRead);
}

/** The last bytes of a file, at most `length` of them. */
export function tailOf(file: OpenedFile, length: number): Promise<Buffer> {
  return file.read(Math.max(0, file.size - length), length);
}
