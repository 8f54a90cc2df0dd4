import type { conflict as english } from "../en/conflict.ts";

export const conflict: typeof english = {
  title: "Conflictos",
  lede: "Quién no puede leer ni puntuar qué, por datos registrados o por su propia declaración. Un conflicto prevalece sobre cualquier función.",
  caption: "Conflictos del panel",
  person: "Persona",
  entry: "Candidatura",
  city: "Ciudad",
  why: "Por qué",
  kinds: {
    team: "en el equipo de la propia ciudad",
    country: "mismo país",
    organisation: "misma organización",
    declared: "declaró un conflicto",
    unsure: "respondió que no lo sabe con certeza",
  },
  said: "En sus palabras",
  waived: "Levantado",
  waive: "Levantar",
  waiveNamed: (name, code) => `Levantar el conflicto de ${name} con ${code}`,
  none: "No hay ningún conflicto",
  noneHint: "Los conflictos aparecen cuando hay candidaturas admitidas y los perfiles del panel están completos. No se muestran los de candidaturas con las que usted tiene un conflicto.",
  waiver: {
    title: "Levantar un conflicto",
    lede: (name, code) => `${name} podría entonces leer y puntuar ${code}. Si ya tenía asignada la candidatura, asígnela de nuevo.`,
    record: "Su nombre y el motivo quedan registrados para los observadores.",
    reason: "Motivo",
    button: "Levantar el conflicto",
  },
};
