type Entry = Record<string, unknown>;
type Lock = { packages: Record<string, Entry> };

export function completeLock(lock: Lock): string[];
export function findFaults(lock: Lock, manifest: Record<string, unknown>): string[];
