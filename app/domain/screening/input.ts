import { z } from "zod";
import type { CheckPoint } from "../cycle/rules.ts";
import { choice, type InputProblem, optionalText, requiredText } from "../input.ts";
import type { Finding } from "./rules.ts";

const reasonNeeded: InputProblem = "reason-needed";

export const findingField = (key: string): string => `finding-${key}`;
export const reasonField = (key: string): string => `reason-${key}`;

/** What was found about each point of a checklist. */
export const screeningInput = (points: readonly CheckPoint[]) =>
  z.object(
    Object.fromEntries(
      points.flatMap(
        ({ key }) =>
          [
            [findingField(key), choice(["pass", "fail", "ask"])],
            [reasonField(key), optionalText(2000)],
          ] as [string, z.ZodType<string>][],
      ),
    ),
  );

/** What a form of the eligibility check found, point by point. */
export function findingsFrom(points: readonly CheckPoint[], given: Record<string, string>): Finding[] {
  return points.map(({ key }) => ({
    key,
    finding: given[findingField(key)] as Finding["finding"],
    reason: given[reasonField(key)] ?? "",
  }));
}

/** "Fail" and "ask" need a reason: errors by field, or none. */
export function findingProblems(findings: readonly Finding[]): Record<string, string> | null {
  const bare = findings.filter(({ finding, reason }) => finding !== "pass" && reason.trim() === "");
  return bare.length === 0 ? null : Object.fromEntries(bare.map(({ key }) => [reasonField(key), reasonNeeded]));
}

export const reopeningInput = z.object({ reason: requiredText(2000) });
