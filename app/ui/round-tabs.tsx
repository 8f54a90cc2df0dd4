import { Tabs } from "./data.tsx";
import { useTexts } from "./locale.tsx";

export type RoundTab = "home" | "panel" | "assignments" | "conflicts" | "ranking" | "settings";

const PATHS: Record<RoundTab, string> = {
  home: "",
  panel: "/panel",
  assignments: "/assignments",
  conflicts: "/conflicts",
  ranking: "/ranking",
  settings: "/settings",
};

/** The parts of a round for those who run it. `settings` and `ranking` only where the reader may open them. */
export function RoundTabs({
  roundId,
  current,
  settings = false,
  ranking = false,
}: {
  roundId: string;
  current: RoundTab;
  settings?: boolean | undefined;
  ranking?: boolean | undefined;
}) {
  const t = useTexts().round;
  const tabs: RoundTab[] = [
    "home",
    "panel",
    "assignments",
    "conflicts",
    ...(ranking ? ["ranking" as const] : []),
    ...(settings ? ["settings" as const] : []),
  ];
  return (
    <Tabs
      label={t.tabsLabel}
      items={tabs.map((tab) => ({
        href: `/rounds/${roundId}${PATHS[tab]}`,
        label: t.tabs[tab],
        current: tab === current,
      }))}
    />
  );
}
