import { bearsCode } from "#app/outside/failure.ts";
import type { FileProblem } from "#app/outside/files/files.ts";
import { renew } from "./renew.ts";
import type { Slot, Unwanted } from "./upload-transfer.ts";

/**
 * Where files are chosen they are sent at once, with progress, and carry on after a lost line. What waits for this
 * script (`data-by-script`) comes into sight, what does it by hand (`data-by-hand`) goes. A place says in attributes:
 * `data-entry`, `data-question`, `data-max` (bytes), `data-accept` (media types and ".endings"), `data-list` (id of the
 * list to renew; without it the page is loaded anew) and each sentence as `data-text-<code>`, with `{name}` for the
 * file's name. Codes: uploading, waiting, done, failed, retry (a button's label), sign-in (of a link), and every
 * FileProblem.
 */
export function enhanceUploads(root: ParentNode = document): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-upload]")) {
    const input = place.querySelector<HTMLInputElement>("input[type=file]");
    if (input) new UploadPlace(place, input).listen();
  }
}

/** How long a file may stand still before somebody is told that it waits. */
const LONGEST_SILENCE = 6_000;

class UploadPlace {
  private readonly slot: Slot;
  private readonly words: HTMLElement;
  private readonly bar: HTMLProgressElement;
  private running = 0;
  /** What was said of the files chosen last that did not come. */
  private problems: string[] = [];

  constructor(
    private readonly place: HTMLElement,
    private readonly input: HTMLInputElement,
  ) {
    this.slot = { entryId: place.dataset["entry"] ?? "", questionKey: place.dataset["question"] ?? "" };
    this.words = place.querySelector("output") ?? place.appendChild(document.createElement("output"));
    this.bar = place.querySelector("progress") ?? place.appendChild(document.createElement("progress"));
    this.bar.hidden = true;
  }

  listen(): void {
    const sendChosen = () => this.sendAll([...(this.input.files ?? [])]);
    for (const waiting of this.place.querySelectorAll<HTMLElement>("[data-by-script]")) waiting.hidden = false;
    // What was chosen before this script came is sent by the button, as was promised there.
    if (!this.input.files?.length) this.hideButton();
    this.input.addEventListener("change", sendChosen);
    window.addEventListener("beforeunload", (event) => {
      if (this.running > 0) event.preventDefault();
    });
  }

  private hideButton(): void {
    for (const byHand of this.place.querySelectorAll<HTMLElement>("[data-by-hand]")) byHand.hidden = true;
  }

  private async sendAll(files: File[]): Promise<void> {
    this.hideButton();
    this.input.disabled = true;
    for (const offered of this.place.querySelectorAll("[data-retry]")) offered.remove();
    this.problems = [];
    let arrived = false;
    for (const [index, file] of files.entries()) {
      const end = await this.send(file);
      arrived ||= end === "arrived";
      if (end !== "failed" && end !== "signed-out") continue;
      this.offerRetry(files.slice(index));
      if (end === "signed-out") this.words.after(" ", signInLink(this.text("sign-in")));
      break;
    }
    if (this.problems.length > 0) this.tell(this.problems, true); // those after them may have come
    this.input.disabled = false;
    this.input.value = "";
    if (arrived) await this.renewList();
  }

  private async send(file: File): Promise<"arrived" | "unusable" | "failed" | "signed-out"> {
    const problem = this.obstacle(file);
    if (problem) return this.unusable(problem, file);
    this.say("uploading", file);
    this.show(0, file.size);
    this.running += 1;
    const silence = this.watchSilence(file);
    try {
      const { sendFile } = await import("./upload-transfer.ts");
      const finished = await sendFile(file, this.slot, (bytes) => {
        silence.broken();
        this.show(bytes, file.size);
      });
      if (finished !== "arrived" && finished.problem) return this.unusable(finished.problem, file);
      if (finished !== "arrived" && finished.attachmentId === null)
        throw new Error("the portal changed its mind meanwhile");
      this.say("done", file);
      return "arrived";
    } catch (error) {
      const reason = bearsCode(error, "UNWANTED") ? (error as Error).message : "";
      this.say("failed", file, reason);
      return reason && (error as Unwanted).isSignedOut ? "signed-out" : "failed";
    } finally {
      silence.end();
      this.running -= 1;
      this.bar.hidden = true;
    }
  }

  /** Says that a file waits when nothing of it has moved for a while, and that it goes on when something does. */
  private watchSilence(file: File): { broken(): void; end(): void } {
    let waits = false;
    let timer: ReturnType<typeof setTimeout>;
    const tell = () => {
      waits = true;
      this.say("waiting", file);
    };
    const listen = () => (timer = setTimeout(tell, LONGEST_SILENCE));
    const end = () => clearTimeout(timer);
    listen();
    return {
      broken: () => {
        end();
        if (waits) this.say("uploading", file);
        waits = false;
        listen();
      },
      end,
    };
  }

  /** Nothing is gained by sending this file again. */
  private unusable(problem: FileProblem, file: File): "unusable" {
    this.say(problem, file);
    return "unusable";
  }

  /** What can be known before anything is sent. The server looks again. */
  private obstacle(file: File): FileProblem | null {
    if (file.size === 0) return "empty";
    if (file.size > Number(this.place.dataset["max"] ?? Number.POSITIVE_INFINITY)) return "too-big";
    const accepted = (this.place.dataset["accept"] ?? "")
      .split(",")
      .map((type) => type.trim().toLowerCase())
      .filter(Boolean);
    const suits = (type: string) =>
      type.startsWith(".") ? file.name.toLowerCase().endsWith(type) : type === file.type;
    return accepted.length === 0 || file.type === "" || accepted.some(suits) ? null : "wrong-type";
  }

  private say(code: string, file: File, instead = ""): void {
    const text = instead || this.text(code) || this.text("failed");
    const said = text.includes("{name}") ? text.replaceAll("{name}", () => file.name) : `${file.name}: ${text}`;
    const isProblem = !["uploading", "waiting", "done"].includes(code);
    if (isProblem) this.problems.push(said);
    this.tell([said], isProblem);
  }

  private tell(lines: string[], areProblems: boolean): void {
    this.words.replaceChildren(
      ...lines.flatMap((line, index) => (index > 0 ? [document.createElement("br"), line] : line)),
    );
    this.place.classList.toggle("upload-problem", areProblems);
  }

  private show(bytes: number, of: number): void {
    this.bar.hidden = false;
    this.bar.max = of;
    this.bar.value = Math.min(bytes, of);
  }

  private offerRetry(files: File[]): void {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: this.text("retry"),
      className: "button button-secondary",
    });
    button.dataset["retry"] = "";
    button.addEventListener("click", () => this.sendAll(files));
    this.words.after(button);
    button.focus();
  }

  private async renewList(): Promise<void> {
    if (!(await renew(this.place.dataset["list"] ?? ""))) location.reload();
  }

  private text(code: string): string {
    return this.place.getAttribute(`data-text-${code}`) ?? "";
  }
}

/** Signing in happens in another tab, so that what was chosen waits here. */
function signInLink(textContent: string): HTMLAnchorElement {
  const href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
  const link = Object.assign(document.createElement("a"), { href, textContent, target: "_blank", rel: "noopener" });
  link.dataset["retry"] = "";
  return link;
}
