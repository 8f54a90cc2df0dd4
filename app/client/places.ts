type Found = { name: string; country: string; lat: number; lon: number; label: string };

const QUIET = 250;

/**
 * Offers places while their name is typed; choosing one fills in country and degrees. Without this script the button
 * leads to a page that searches.
 */
export function enhancePlaces(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-place]")) {
    const input = place.querySelector<HTMLInputElement>("input");
    if (input) new PlaceField(place, input).listen();
  }
}

class PlaceField {
  private readonly list = document.createElement("ul");
  private readonly count = Object.assign(document.createElement("p"), { className: "hint" });
  private timer = 0;

  constructor(
    private readonly place: HTMLElement,
    private readonly input: HTMLInputElement,
  ) {
    this.list.className = "suggestions";
    this.count.setAttribute("role", "status");
  }

  listen(): void {
    const button = this.place.querySelector("button");
    if (button) {
      button.type = "button";
      button.addEventListener("click", () => void this.look());
    }
    this.place.append(this.count, this.list);
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.look(), QUIET);
    });
    this.place.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.show(null);
    });
  }

  private async look(): Promise<void> {
    const name = this.input.value.trim();
    if (name.length < 2) return this.show(null);
    const response = await fetch(`/places?name=${encodeURIComponent(name)}`, {
      headers: { accept: "application/json" },
    }).catch(() => null);
    if (response?.ok && this.input.value.trim() === name) this.show((await response.json()) as Found[]);
  }

  private show(found: Found[] | null): void {
    const counted = JSON.parse(this.place.dataset["counted"] ?? "[]") as string[];
    this.count.textContent = found
      ? (counted[Math.min(found.length, 2)] ?? "").replace("{n}", String(found.length))
      : "";
    this.list.replaceChildren(...(found ?? []).map((each) => this.choice(each)));
  }

  private choice({ label, ...place }: Found): HTMLLIElement {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "plain",
      textContent: label,
    });
    button.addEventListener("click", () => this.choose(place));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  private choose({ name, country, lat, lon }: Omit<Found, "label">): void {
    const held: [string, string][] = [
      ["name", name],
      ["country", country],
      ["lat", String(lat)],
      ["lon", String(lon)],
    ];
    for (const [part, value] of held) {
      const control = document.getElementById(`${this.place.dataset["place"]}.${part}`);
      if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) control.value = value;
    }
    this.show(null);
    this.input.focus();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
