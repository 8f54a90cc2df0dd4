import type { frame as english } from "../en/frame.ts";

export const frame: typeof english = {
  nav: { secondFactor: "Segundo factor", archive: "Archivo", entries: "Sus candidaturas", judging: "Evaluación", secretariat: "Secretaría", people: "Personas", audit: "Registro de auditoría" },
  stale: "Entretanto, otra persona ha cambiado esto. Abra de nuevo la página para ver cómo está ahora.",
  tooBig: "Este formulario admite menos de lo que se ha enviado. Acórtelo o envíelo por partes.",
  notFound: "Puede que la dirección esté incompleta o que la página no sea para usted. Si llegó desde un mensaje de correo, inicie sesión con la cuenta a la que se envió.",
  invalid: "Lo enviado no es válido, así que no se cambió nada. Vuelva atrás, corríjalo y envíelo de nuevo.",
  signIn: "No ha iniciado sesión o su sesión ha terminado. Inicie sesión e inténtelo de nuevo; lo que escribió está abajo.",
  signInAgain: "Su sesión ha terminado. No se ha perdido nada de lo que escribió: inicie sesión en una pestaña nueva, vuelva aquí y envíelo otra vez.",
  signInFile: "Su sesión ha terminado, así que el archivo no se recibió. Inicie sesión de nuevo y vuelva a elegirlo.",
  otherWriter: "Esto se escribió con otra cuenta en este navegador, así que no se envió en su nombre. Quien lo escribió cierra la sesión e inicia la suya en una pestaña nueva, vuelve aquí y lo envía otra vez.",
  sendAgain: "Ya he iniciado sesión: enviarlo de nuevo",
  ways: { round: "La ronda", entry: "La candidatura", team: "El equipo", call: "La convocatoria", tasks: "Sus candidaturas de esta ronda", sheet: "La hoja de puntuación", rubric: "La rúbrica", meeting: "La reunión" },
  fields: {
    title: "Título",
    name: "Nombre",
    email: "Correo electrónico",
    reason: "Motivo",
    comment: "Comentario",
    notes: "Notas",
    message: "Mensaje",
    caption: "Qué muestra",
    organisation: "Organización",
    country: "País",
    role: "Función",
  },
  fieldAt: (n) => `Campo ${n}`,
};
