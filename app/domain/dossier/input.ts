import { z } from "zod";
import { choice } from "../input.ts";

/** The entries alone, or with their files. */
export const dossierInput = z.object({ format: choice(["pdf", "zip"]) });
