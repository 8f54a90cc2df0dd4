import { DataTable, Th } from "./data.tsx";
import { Notice } from "./feedback.tsx";
import { TextInput } from "./form.tsx";
import { useTexts } from "./locale.tsx";

/**
 * The sentences that a page of judging says in a browser that has taken entries along. `hub`: at a return it also looks
 * which entries have ended.
 */
export function OfflineSigns({ hub = false }: { hub?: boolean }) {
  const said = useBrowserTexts();
  return <div hidden data-offline={said} data-offline-hub={hub ? "" : undefined} />;
}

/** What the browser may have to say, as JSON. */
function useBrowserTexts(): string {
  const { offline, review } = useTexts();
  return JSON.stringify({ ...offline.browser, inProgress: review.tasks.status["in-progress"] });
}

/** Shown on a sheet whose review waits on this device to be handed in. */
export function HandedIn() {
  const t = useTexts().offline;
  return (
    <div hidden data-handed-in="">
      <Notice kind="info">{t.handedIn}</Notice>
    </div>
  );
}

/** Hidden until the script is there: without it a passphrase would be sent, and it must never leave the device. */
export function UnlockForm() {
  const t = useTexts().offline;
  return (
    <form className="form" method="post" data-unlock="" hidden>
      <TextInput name="opening" type="password" label={t.passphrase} autoComplete="current-password" width="long" />
      <div className="buttons">
        <button className="button button-primary">{t.unlock}</button>
      </div>
    </form>
  );
}

/**
 * Where a round is taken along, brought up to date and removed, with what the server has not got. The browser shows the
 * part that fits this device.
 */
export function TakingAlong({ roundId }: { roundId: string }) {
  const [t, said] = [useTexts().offline, useBrowserTexts()];
  return (
    <div className="stack" data-offline={said} data-round={roundId} data-offline-hub="">
      <div data-part="none">
        <Notice kind="info">{t.needs}</Notice>
      </div>
      <p role="status" data-said="" />
      <div data-part="new" hidden>
        <TakeForm />
      </div>
      <div className="stack" data-part="locked" hidden>
        <UnlockForm />
        <Acts of={["remove"]} />
      </div>
      <div className="stack" data-part="other" hidden>
        <Notice kind="warning">{t.other}</Notice>
        <Acts of={["remove"]} />
      </div>
      <div className="stack" data-part="here" hidden>
        <p data-taken="" />
        <Acts of={["update", "remove"]} />
        <Kept />
      </div>
    </div>
  );
}

/** Where a passphrase is chosen, twice. */
function TakeForm() {
  const t = useTexts().offline;
  return (
    <form className="form" method="post" data-take="">
      <TextInput
        name="passphrase"
        type="password"
        label={t.passphrase}
        hint={t.passphraseHint}
        autoComplete="new-password"
        width="long"
      />
      <TextInput name="again" type="password" label={t.again} autoComplete="new-password" width="long" />
      <div className="buttons">
        <button className="button button-primary">{t.take}</button>
      </div>
    </form>
  );
}

function Acts({ of: names }: { of: ("update" | "remove" | "send" | "save")[] }) {
  const t = useTexts().offline;
  return (
    <div className="buttons">
      {names.map((name) => (
        <button key={name} type="button" className="button button-secondary" data-act={name}>
          {t[name]}
        </button>
      ))}
    </div>
  );
}

/** What the server has not got; the browser fills the table. */
function Kept() {
  const t = useTexts().offline;
  return (
    <div className="stack" data-kept-list="" hidden>
      <h2>{t.kept}</h2>
      <DataTable
        caption={t.kept}
        captionHidden
        head={
          <>
            <Th>{t.columns.entry}</Th>
            <Th>{t.columns.field}</Th>
            <Th>{t.columns.text}</Th>
            <Th>{t.columns.state}</Th>
          </>
        }
      >
        {null}
      </DataTable>
      <Acts of={["send", "save"]} />
    </div>
  );
}
