import { type ReactNode, useId } from "react";
import type { Verdict } from "#app/domain/verdict.ts";
import {
  Counter,
  FieldError,
  type FieldProps,
  FieldWarning,
  Hint,
  type Limit,
  Optional,
  Saved,
  autosaveAttributes,
  describedBy,
} from "./field-parts.tsx";
import { useTexts } from "./locale.tsx";
import { Writer } from "./writer.tsx";

export type FormProps = {
  action?: string | undefined;
  method?: "get" | "post" | undefined;
  encType?: "multipart/form-data" | undefined;
  /** Its fields save themselves: gives the browser the sentences for that. Each such field has its own `autosave`. */
  autosave?: boolean | undefined;
  id?: string | undefined;
  /** Whose words it holds, where they are not the reader's. */
  writer?: string | undefined;
  children: ReactNode;
};

/** What a refused form is filled with again: codes by field, one text for each field, and what was ticked, by field. */
export type RefusedForm = {
  errors: Record<string, string>;
  typed: Record<string, string>;
  lists: Record<string, string[]>;
};

/** A form that works without JavaScript. The server validates; the browser's own bubbles stay away. */
export function Form({ action, method = "post", encType, autosave, id, writer, children }: FormProps) {
  const texts = useTexts().ui.autosave;
  const said = autosave ? { "data-autosave-texts": JSON.stringify(texts) } : {};
  return (
    <form className="form" id={id} action={action} method={method} encType={encType} noValidate {...said}>
      {children}
      {method === "post" ? <Writer of={writer} /> : null}
    </form>
  );
}

/** All refusals of a form on top, with links to the fields. Shows nothing when there are none. */
export function ErrorSummary({ errors }: { errors: Record<string, string> | null | undefined }) {
  const { problemTitle } = useTexts().ui;
  const problems = Object.entries(errors ?? {}).map(([field, sentence]) => ({ href: `#${field}`, sentence }));
  return <ProblemSummary title={problemTitle} problems={problems} />;
}

/** Why what was sent was refused, and where that can be mended. Shows nothing when there are no reasons. */
export function ProblemSummary({ title, problems }: { title: string; problems: Problem[] }) {
  const id = useId();
  if (problems.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noAutofocus: after a refused form, the refusal is where the reader must be, also without JavaScript
    <div className="error-summary" role="alert" tabIndex={-1} autoFocus aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul>
        {problems.map(({ href, sentence }) => (
          <li key={`${href} ${sentence}`}>{href ? <a href={href}>{sentence}</a> : sentence}</li>
        ))}
      </ul>
    </div>
  );
}

export type Problem = { href: string | null; sentence: string };

/** Label, hint and error around one control whose id is `name`. */
export function Field({ children, ...field }: FieldProps & { children: ReactNode }) {
  const label = (
    <label htmlFor={field.name}>
      {field.label}
      <Optional when={field.optional} />
    </label>
  );
  return (
    <div className={field.error ? "field in-error" : "field"} {...autosaveAttributes(field.autosave)}>
      {field.isPageHeading ? <h1 className="heading-label">{label}</h1> : label}
      <Hint {...field} />
      <FieldError {...field} />
      {children}
      <FieldWarning {...field} />
      <Saved {...field} />
    </div>
  );
}

/** Several controls that answer one question; the first has the id `name`. */
export function FieldGroup({ children, ...field }: FieldProps & { children: ReactNode }) {
  const legend = (
    <>
      {field.label}
      <Optional when={field.optional} />
    </>
  );
  return (
    <fieldset
      className={field.error ? "field in-error" : "field"}
      aria-describedby={describedBy(field)}
      {...autosaveAttributes(field.autosave)}
    >
      <legend>{field.isPageHeading ? <h1 className="heading-label">{legend}</h1> : legend}</legend>
      <Hint {...field} />
      <FieldError {...field} />
      {children}
      <FieldWarning {...field} />
      <Saved {...field} />
    </fieldset>
  );
}

type Written = { value?: string | null | undefined; lang?: string | undefined; readOnly?: boolean | undefined };

export type TextInputProps = FieldProps &
  Written & {
    type?: "text" | "email" | "password" | "tel" | "url" | "search" | "date" | "datetime-local" | "number" | undefined;
    autoComplete?: string | undefined;
    /** What the browser offers to fill in. */
    offered?: string | undefined;
    inputMode?: "text" | "numeric" | "decimal" | "email" | "url" | "tel" | "search" | undefined;
    /** How much is expected: a year, a number, a name, or all there is. */
    width?: "short" | "medium" | "long" | "full" | undefined;
    /** One of the controls of a group that an error of the group is about. */
    amiss?: boolean | undefined;
    prefix?: ReactNode;
    suffix?: ReactNode;
  };

export function TextInput({
  value,
  lang,
  readOnly,
  type = "text",
  autoComplete,
  offered,
  inputMode,
  width = "full",
  amiss = false,
  prefix,
  suffix,
  ...field
}: TextInputProps) {
  const input = (
    <input
      className={`input width-${width}`}
      id={field.name}
      name={field.name}
      type={type}
      defaultValue={value ?? undefined}
      lang={lang}
      dir={type === "text" ? "auto" : undefined}
      readOnly={readOnly}
      autoComplete={autoComplete}
      list={offered && `${field.name}-list`}
      inputMode={inputMode}
      aria-describedby={describedBy(field)}
      aria-invalid={field.error || amiss ? true : undefined}
    />
  );
  return (
    <Field {...field}>
      {prefix || suffix ? (
        <div className="affixed">
          {prefix ? <span>{prefix}</span> : null}
          {input}
          {suffix ? (
            <span>
              <bdi>{suffix}</bdi>
            </span>
          ) : null}
        </div>
      ) : (
        input
      )}
      {offered ? (
        <datalist id={`${field.name}-list`}>
          <option value={offered} />
        </datalist>
      ) : null}
    </Field>
  );
}

export type TextAreaProps = FieldProps & Written & { rows?: number | undefined; limit?: Limit | undefined };

/** Long text. The limit warns and never cuts. */
export function TextArea({ value, lang, readOnly, rows = 6, limit, ...field }: TextAreaProps) {
  return (
    <Field {...field}>
      <textarea
        className="input"
        id={field.name}
        name={field.name}
        rows={rows}
        defaultValue={value ?? ""}
        lang={lang}
        dir="auto"
        readOnly={readOnly}
        aria-describedby={describedBy(field, limit)}
        aria-invalid={field.error ? true : undefined}
      />
      {limit ? <Counter name={field.name} text={value ?? ""} limit={limit} lang={lang} /> : null}
    </Field>
  );
}

export type FileInputProps = FieldProps & {
  accept?: string | undefined;
  multiple?: boolean | undefined;
  data?: Record<`data-${string}`, string> | undefined;
};

/** Say types and size in the hint first. `data` carries what an enhancement needs to know. */
export function FileInput({ accept, multiple, data, ...field }: FileInputProps) {
  return (
    <Field {...field}>
      <input
        className="input file"
        type="file"
        id={field.name}
        name={field.name}
        accept={accept}
        multiple={multiple}
        aria-describedby={describedBy(field)}
        aria-invalid={field.error ? true : undefined}
        {...data}
      />
    </Field>
  );
}

export function Hidden({ name, value }: { name: string; value: string | number }) {
  return <input type="hidden" name={name} value={value} />;
}

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";

export type ButtonProps = {
  kind?: ButtonKind | undefined;
  /** What the policy says. A refusal shows its sentence; "hidden" shows nothing at all. */
  verdict?: Verdict | undefined;
  name?: string | undefined;
  value?: string | undefined;
  formAction?: string | undefined;
  /** The id of a form elsewhere on the page. */
  form?: string | undefined;
  /** Fuller name for those who cannot see what the button stands beside: "Remove budget.pdf". */
  label?: string | undefined;
  children: ReactNode;
};

/** A button that says why when it does nothing. Refused, it stays reachable by keyboard so that the reason is heard. */
export function Button({ kind = "primary", verdict, name, value, formAction, form, label, children }: ButtonProps) {
  const refusals = useTexts().refusals;
  const id = useId();
  const look = { className: `button button-${kind}`, "aria-label": label };
  if (!verdict || verdict.allowed)
    return (
      <button {...look} type="submit" name={name} value={value} formAction={formAction} form={form}>
        {children}
      </button>
    );
  if (verdict.how === "hidden") return null;
  return (
    <span className="refused">
      <button {...look} type="button" aria-disabled="true" aria-describedby={id}>
        {children}
      </button>
      <span className="refusal" id={id}>
        {refusals[verdict.because]}
      </span>
    </span>
  );
}

export type LinkButtonProps = Pick<ButtonProps, "kind" | "children"> & { href: string; download?: boolean | undefined };

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function LinkButton({ href, kind = "primary", download, children }: LinkButtonProps) {
  return (
    <a className={`button button-${kind}`} href={href} download={download}>
      {children}
    </a>
  );
}

/** Buttons side by side, the main one first. */
export function Buttons({ children }: { children: ReactNode }) {
  return <div className="buttons">{children}</div>;
}
