import { afterEach, expect, it, vi } from "vitest";

afterEach(() => vi.unstubAllGlobals());

/** A browser's database that opens as it is told, one time after the other. */
function database(...outcomes: ("fails" | "opens")[]) {
  const opened: { onversionchange?: () => void; closed: boolean }[] = [];
  const open = () => {
    const opening: Record<string, unknown> = { error: new Error("the disk is full") };
    const connection = {
      closed: false,
      close() {
        connection.closed = true;
      },
      transaction() {
        if (connection.closed) throw new Error("the connection is closed");
        const transaction: Record<string, () => void> = {};
        queueMicrotask(() => transaction["oncomplete"]!());
        return Object.assign(transaction, { objectStore: () => ({ get: () => ({ result: "kept" }) }) });
      },
    };
    const outcome = outcomes.shift();
    queueMicrotask(() => {
      if (outcome === "fails") return (opening["onerror"] as () => void)();
      opened.push(connection);
      (opening["onsuccess"] as () => void)();
    });
    return Object.assign(opening, { result: connection });
  };
  vi.stubGlobal("indexedDB", { open });
  return opened;
}

it("opens the drawer anew where that failed, and after signing out has closed it", async () => {
  const opened = database("fails", "opens", "opens");
  vi.resetModules();
  const { records } = await import("#app/client/offline-records.ts");
  await expect(records.get("round")).rejects.toThrow("the disk is full");
  expect(await records.get("round")).toBe("kept");
  opened[0]!.onversionchange!();
  expect(await records.get("round")).toBe("kept");
  expect(opened).toHaveLength(2);
});
