/** A drawer of this browser: values by name. IndexedDB here, a map in tests. */
export type Records = {
  get<T>(name: string): Promise<T | undefined>;
  put(name: string, value: unknown): Promise<void>;
  drop(name: string): Promise<void>;
  /** Names that begin so, in order. */
  names(prefix: string): Promise<string[]>;
  clear(): Promise<void>;
};

const DATABASE = "kapok-offline";
const STORE = "records";

export const records: Records = {
  get: (name) => inStore("readonly", (store) => store.get(name)),
  put: (name, value) => inStore("readwrite", (store) => store.put(value, name)).then(nothing),
  drop: (name) => inStore("readwrite", (store) => store.delete(name)),
  names: (prefix) =>
    inStore<IDBValidKey[]>("readonly", (store) => store.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`))).then(
      (keys) => keys.map(String),
    ),
  clear: () => inStore("readwrite", (store) => store.clear()),
};

const nothing = (): void => undefined;
let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  const anew = () => (opened = null);
  opened ??= new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => {
      anew();
      reject(opening.error);
    };
    opening.onsuccess = () => {
      const database = opening.result;
      // Signing out removes the whole of it, and must not wait for whoever still has it open.
      database.onversionchange = () => {
        anew();
        database.close();
      };
      database.onclose = anew;
      resolve(database);
    };
  });
  return opened;
}

/** Done when it is on disk, not when it is accepted. */
async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}
