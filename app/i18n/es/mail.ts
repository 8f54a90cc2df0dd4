import type { mail as english } from "../en/mail.ts";
import { accountLetters } from "./account-mail.ts";

const stateOfLog = (checkpoint: string) => (checkpoint ? `\n\nEste es el estado firmado del registro público al escribir este mensaje. Guárdelo: con él, el verificador advierte si el registro se reescribe alguna vez.\n\n${checkpoint}` : "");

const proposed: Record<string, string> = {
  secretariat: "una función en la secretaría",
  administrator: "la función de administración",
  observer: "la función de observación",
  chair: "la presidencia de un panel",
  "chair-removal": "el fin de una presidencia",
  scrutineer: "el escrutinio de una ronda",
  "scrutineer-removal": "el fin de un escrutinio",
  "factor-reset": "la retirada de un segundo factor perdido",
  waiver: "el levantamiento de un conflicto de intereses",
  package: "que un archivo firmado cuente como presentación",
  correction: "una corrección de las palabras que la acompañan en la lista",
};

const letters: typeof english.letters = {
  ...accountLetters,
  "join-team": ({ city, inviter, link }) => ({
    subject: `${inviter} le invita al equipo de ${city}`,
    body: `${inviter} le invita a trabajar en las candidaturas de ${city} en Kapok. Abra esta página para aceptar:

${link}

El enlace es solo para usted, funciona una sola vez y vale durante 14 días.`,
  }),
  "join-request": ({ city, name, link }) => ({
    subject: `${name} pide unirse al equipo de ${city}`,
    body: `${name} pide unirse al equipo de ${city}. Nadie entra sin el acuerdo de una persona responsable del equipo. Responda aquí:

${link}`,
  }),
  "team-joined": ({ city, name, link }) => ({
    subject: `Ya forma parte del equipo de ${city}`,
    body: `Hola, ${name}:

Una persona responsable del equipo le ha dado entrada: desde ahora comparte las candidaturas de ${city}.

${link}`,
  }),
  "office-in-team": ({ city, name, by, whom, step, link }) => ({
    subject: `El equipo de ${city}`,
    body: `Hola, ${name}:

${{ owner: `${by}, de la secretaría, ha hecho a ${whom} responsable del equipo de ${city}.`, admitted: `${by}, de la secretaría, ha admitido a ${whom} en el equipo de ${city}.`, invited: `${by}, de la secretaría, ha invitado a ${whom} al equipo de ${city}.`, changed: `${by}, de la secretaría, ha dado a ${whom} otra función en el equipo de ${city}.`, removed: `${by}, de la secretaría, ha retirado a ${whom} del equipo de ${city}.` }[step]} Se le comunica porque usted es responsable de este equipo. Si no lo esperaba, escriba a la secretaría.

${link}`,
  }),
  "team-handed-over": ({ city, name, by, link }) => ({
    subject: `Desde ahora dirige usted el equipo de ${city}`,
    body: `Hola, ${name}:

${by} le ha traspasado el equipo de ${city}: usted es su responsable. Puede escribir, presentar y retirar sus candidaturas, invitar a colegas y darles entrada.

${link}`,
  }),
  "join-declined": ({ city, name }) => ({
    subject: `Su solicitud para unirse al equipo de ${city}`,
    body: `Hola, ${name}:

El equipo de ${city} no ha aceptado su solicitud para unirse. Si cree que se trata de un error, hable con sus colegas de allí.`,
  }),
  "entry-submitted": ({ code, title, programme, receivedProgramme, receivedUtc, sha256, link, copy, bare, checkpoint }) => ({
    subject: `Recibida: ${code}`,
    body: `Hemos recibido su iniciativa para el premio «${programme}».

Referencia: ${code}
Título: ${title}
Recibida: ${receivedProgramme}
En UTC: ${receivedUtc}
SHA-256 de lo sellado: ${sha256}

Guarde este mensaje. Con el SHA-256 de arriba, cualquiera podrá comprobar que lo que se evalúa es lo que usted envió.

Con este mensaje va una copia en PDF de todo, incluidas las preguntas sin responder, salvo que sea demasiado grande para el correo. También está aquí:

${copy}

Puede cambiar su candidatura y presentarla de nuevo hasta que se cierre la convocatoria; cuenta la última presentación.${bare ? `\n\nNinguna palabra dice qué muestran estas imágenes: ${bare}. Hasta que se cierre la convocatoria puede describirlas en su candidatura y presentarla de nuevo; si no, quien no puede verlas oye solo el nombre de la pregunta.` : ""}

${link}${stateOfLog(checkpoint)}`,
  }),
  "package-accepted": ({ code, title, programme, receivedProgramme, receivedUtc, acceptedProgramme, acceptedUtc, sha256, link, copy, checkpoint }) => ({
    subject: `Su archivo firmado cuenta como presentación: ${code}`,
    body: `Dos personas de la secretaría han aceptado el archivo firmado de su iniciativa para el premio «${programme}». Lo que contiene cuenta como su presentación.

Referencia: ${code}
Título: ${title}
Último guardado: ${receivedProgramme}
En UTC: ${receivedUtc}
Archivo aceptado: ${acceptedProgramme}
En UTC: ${acceptedUtc}
SHA-256 de lo sellado: ${sha256}

Guarde este mensaje. Con el SHA-256 de arriba, cualquiera podrá comprobar que lo que se evalúa es lo que usted había guardado. Lo que se cambió después queda en su borrador y no cuenta.

Con este mensaje va una copia en PDF de todo, salvo que sea demasiado grande para el correo. También está aquí:

${copy}

${link}${stateOfLog(checkpoint)}`,
  }),
  "endorsement-asked": ({ name, city, title, cycle, asker, sha256, until, link }) => ({
    subject: `${city}: se pide su visto bueno para una candidatura (${cycle})`,
    body: `Hola, ${name}:

${asker} le pide que dé el visto bueno, en nombre de ${city}, a la iniciativa «${title}», que va a presentarse a la convocatoria «${cycle}».

Abra esta página para leerla y responder. No necesita una cuenta:

${link}

El enlace es solo para usted y vale hasta el ${until}, o hasta que haya respondido. Su visto bueno se refiere exactamente a este texto:
SHA-256 ${sha256}`,
  }),
  "endorsement-answered": ({ code, title, name, office, answer, reason, link }) => ({
    subject: answer === "yes" ? `Visto bueno dado: ${code}` : `Visto bueno denegado: ${code}`,
    body: `${name}, ${office}, ${answer === "yes" ? "ha dado el visto bueno a" : "no ha dado el visto bueno a"} «${title}» (${code}).${reason ? `\n\nMotivo: ${reason}` : ""}

${answer === "yes" ? "Si la candidatura cambia ahora, el visto bueno deja de valer y hay que pedirlo de nuevo. Pasa a formar parte de la candidatura cuando la presente." : "Puede cambiar la candidatura y pedirlo de nuevo."}

${link}`,
  }),
  "attachment-infected": ({ code, title, file, link }) => ({
    subject: `Se encontró un virus en un archivo de ${code}`,
    body: `El archivo «${file}» de su iniciativa ${code}, «${title}», contiene un virus. Se ha apartado: nadie puede abrirlo, tampoco usted.

Quítelo y suba una copia limpia:

${link}`,
  }),
  "entry-withdrawn": ({ code, title }) => ({
    subject: `Retirada: ${code}`,
    body: `Su iniciativa ${code}, «${title}», se ha retirado y no se evaluará.`,
  }),
  "screening-ineligible": ({ code, title, reason }) => ({
    subject: `No admitida: ${code}`,
    body: `La secretaría ha comprobado los requisitos de su iniciativa ${code}, «${title}», y ha concluido que no puede admitirse.

Motivo: ${reason}

Dos personas lo han acordado. Si cree que se ha pasado algo por alto, responda a este mensaje.`,
  }),
  "co-applicant-invited": ({ city, lead, inviter, title, cycle, closes, link }) => ({
    subject: `${lead} invita a ${city} a una candidatura conjunta: ${cycle}`,
    body: `${inviter} invita a ${city} a presentar la iniciativa «${title}» junto con ${lead} a esta convocatoria: ${cycle}. ${lead} la escribe y la presenta; su equipo la leería y figuraría en ella.

Abra esta página para responder. Necesita una cuenta con esta dirección de correo y ser responsable o editor del equipo de ${city}:

${link}

Puede responder hasta el cierre de la convocatoria: ${closes}`,
  }),
  "co-applicant-answered": ({ code, title, city, answer, link }) => ({
    subject: `${answer === "yes" ? "Candidatura conjunta aceptada" : answer === "no" ? "Candidatura conjunta declinada" : "Candidatura conjunta abandonada"}: ${city}, ${code}`,
    body: `${city} ${answer === "yes" ? "participa en" : answer === "no" ? "no participa en" : "ya no participa en"} la candidatura «${title}» (${code}).

Lo que presente nombra a las ciudades que participen en ese momento. Si ya la ha presentado, preséntela de nuevo.

${link}`,
  }),
  "co-applicant-removed": ({ code, title, city, lead }) => ({
    subject: `${city} ya no participa en la candidatura conjunta: ${code}`,
    body: `${lead} ha quitado a ${city} de la candidatura conjunta «${title}» (${code}). Su equipo ya no puede leerla. Si cree que es un error, hable con sus colegas de ${lead}.`,
  }),
  "feedback-given": ({ code, title, cycle, closes, closesUtc, link }) => ({
    subject: `Comentarios sobre su candidatura anticipada ${code}`,
    body: `La secretaría ha leído su iniciativa ${code}, «${title}», en la convocatoria «${cycle}», tal como la presentó antes de la fecha anticipada, y le dice qué se puede mejorar.

Léalo aquí:

${link}

Lo que presentó cuenta hasta que presente de nuevo. Puede cambiar la candidatura y presentar otra versión hasta el ${closes}
En UTC: ${closesUtc}`,
  }),
  "inquiry-asked": ({ code, title, cycle, question, until, untilUtc, link }) => ({
    subject: `Una pregunta sobre su candidatura ${code}`,
    body: `La secretaría tiene una pregunta sobre su iniciativa ${code}, «${title}», presentada a la convocatoria «${cycle}»:

${question}

Plazo para responder: ${until}
En UTC: ${untilUtc}

Responda aquí. Puede hacerlo cualquier colega que pueda editar sus candidaturas:

${link}

Si no llega una respuesta a tiempo, su candidatura sigue adelante tal como la presentó.`,
  }),
  "inquiry-answered": ({ code, link }) => ({
    subject: `Respondida: la pregunta sobre ${code}`,
    body: `Quien presentó la candidatura ha respondido la pregunta sobre ${code}. Léalo aquí:

${link}`,
  }),
  "panel-invitation": ({ round, cycle, link }) => ({
    subject: `Invitación a evaluar: ${round}, ${cycle}`,
    body: `Se le invita a evaluar iniciativas en la ronda «${round}» de la convocatoria «${cycle}». Abra esta página para aceptar:

${link}

El enlace es solo para usted, funciona una sola vez y vale durante 21 días. Antes de ver cualquier iniciativa se le preguntará por posibles conflictos de intereses.`,
  }),
  "chair-invitation": ({ round, cycle, link }) => ({
    subject: `Invitación a presidir: ${round}, ${cycle}`,
    body: `Se le invita a presidir el panel de la ronda «${round}» de la convocatoria «${cycle}»: asignar las candidaturas a quienes evalúan, seguir su avance, leer sus puntuaciones y decidir la lista con una segunda persona. Abra esta página para aceptar:

${link}

El enlace es solo para usted, funciona una sola vez y vale durante 21 días. Antes se le preguntará por sus países y organizaciones: no se le muestran las candidaturas con las que tenga un conflicto de intereses.`,
  }),
  "scrutineer-invitation": ({ round, cycle, link }) => ({
    subject: `Invitación al escrutinio: ${round}, ${cycle}`,
    body: `Se le invita a comprobar, en calidad de escrutador/a, las puntuaciones de la ronda «${round}» de la convocatoria «${cycle}» una vez congeladas. Abra esta página para aceptar:

${link}

Consulte de vez en cuando su página de la ronda: las aperturas estarán allí cuando se congelen las puntuaciones. Descárguelas otra vez cuando la lista sea definitiva: si deciden las puntuaciones ajustadas, solo entonces estarán en el archivo.

El enlace es solo para usted, funciona una sola vez y vale durante 21 días. Quien concursa, evalúa u organiza el premio no puede escrutarlo.`,
  }),
  "scrutineer-key-stated": ({ name, key, round, cycle, link }) => ({
    subject: `Clave de escrutinio declarada: ${round}, ${cycle}`,
    body: `${name} ha declarado una clave para la ronda «${round}» de la convocatoria «${cycle}». Figura en el registro público:

${key}

Compárela con la que ${name} le comunique por una vía distinta de este portal y hágala imprimir con las bases. Si no coinciden, avise a la presidencia y a la secretaría antes de que se congelen las puntuaciones. El panel y sus claves:

${link}`,
  }),
  "seed-due": ({ round, cycle, link }) => ({
    subject: `Su semilla del sorteo: ${round}, ${cycle}`,
    body: `Ha terminado la puntuación de la ronda «${round}» de la convocatoria «${cycle}». Usted se comprometió con una semilla de su sorteo, que decide entre iguales. Haga que su programa la muestre e introdúzcala en esta página antes de que se congelen las puntuaciones. Después ya no podrá abrirse: el sorteo se hará sin ella, y el público lo leerá.

${link}`,
  }),
  "own-key-stated": ({ key, round, cycle, link }) => ({
    subject: `Su clave está declarada: ${round}, ${cycle}`,
    body: `Esta clave figura ahora como suya en el registro público, para la ronda «${round}» de la convocatoria «${cycle}»:

${key}

Comuníquela a la secretaría y a otras personas por una vía distinta de este portal. Si no es la suya, avíseles de inmediato. Su página de la ronda:

${link}`,
  }),
  "scores-frozen": ({ round, cycle, reviews, digest, checkpoint, link }) => ({
    subject: `¿Son estas sus puntuaciones? ${round}, ${cycle}`,
    body: `Las puntuaciones de la ronda «${round}» de la convocatoria «${cycle}» están congeladas: nadie puede cambiarlas ya. Evaluaciones a su nombre: ${reviews}. Su huella:

${digest}

Mire sus puntuaciones y diga si son suyas. Si hay algún error, la página indica a quién escribir:

${link}

Guarde esta carta. La huella muestra más adelante si se cambió alguna puntuación a su nombre. Este es el estado firmado del registro público con las puntuaciones congeladas:

${checkpoint}`,
  }),
  "result-to-check": ({ round, cycle, link }) => ({
    subject: `Un resultado por comprobar: ${round}, ${cycle}`,
    body: `La lista de la ronda «${round}» de la convocatoria «${cycle}» es definitiva y figura en el registro público. Puede comprobarla, antes o después de su publicación. Descargue de nuevo las aperturas y la prueba en su página de la ronda:

${link}

Si declaró una clave antes de la congelación, el mismo programa firma después también el resultado, siempre que todo concuerde.`,
  }),
  "second-signature": ({ round, cycle, by, link }) => ({
    subject: `Una lista espera su firma: ${round}`,
    body: `${by} propone la lista de «${round}», ${cycle}. Será definitiva cuando la apruebe una segunda persona, y puede ser usted. Lea la lista y decida aquí:

${link}`,
  }),
  "ineligible-waits": ({ cycle, count, link }) => ({
    subject: `Candidaturas consideradas no admisibles esperan a una segunda persona: ${cycle}`,
    body: `Candidaturas de «${cycle}» que alguien consideró no admisibles y que esperan a una segunda persona: ${count}

Cada una queda como está, y su equipo no recibe aviso, hasta que otra persona de la secretaría lo confirme o la reabra; puede ser usted. Léalas y decida aquí:

${link}`,
  }),
  "signature-due": ({ round, cycle, link }) => ({
    subject: `Un resultado por firmar en nombre del premio: ${round}, ${cycle}`,
    body: `La lista de la ronda «${round}» de la convocatoria «${cycle}» es definitiva y figura en el registro público. Puede firmarla en nombre del premio con su propia clave, antes o después de su publicación. Esta página explica cómo:

${link}`,
  }),
  "deadline-moved": ({ cycle, newDeadline, newDeadlineUtc, reason, link }) => ({
    subject: `Nuevo plazo: ${cycle}`,
    body: `El plazo de la convocatoria «${cycle}» ha cambiado.

Nuevo plazo: ${newDeadline}
En UTC: ${newDeadlineUtc}
Motivo: ${reason}

${link}`,
  }),
  "extension-proposed": ({ cycle, from, to, deadline, proposed, link }) => ({
    subject: `El portal no estuvo disponible antes de un cierre: ${cycle}`,
    body: `El portal no estuvo disponible durante un tiempo poco antes del cierre de la convocatoria «${cycle}».

Desde: ${from}
Hasta: ${to}
Plazo: ${deadline}

Propone un nuevo plazo que devuelve ese tiempo a todas las ciudades:

${proposed}

Nada cambia si usted no lo confirma. La página ya está rellenada:

${link}`,
  }),
  "chain-broken": ({ faults, at, link }) => ({
    subject: "La cadena de auditoría no está íntegra",
    body: `Cada noche el portal vuelve a calcular la cadena de su registro de auditoría. Ya no está íntegra: algo se cambió, se omitió o se añadió sin quedar registrado.

Comprobado (UTC): ${at}
Fallos: ${faults}

Verifíquela aquí para ver dónde y avise a quien opera el portal. Las copias de seguridad de los días anteriores muestran lo que había:

${link}`,
  }),
  "entry-extended": ({ code, cycle, newDeadline, newDeadlineUtc, reason, link }) => ({
    subject: `Más tiempo para su candidatura ${code}`,
    body: `Su candidatura ${code} a la convocatoria «${cycle}» tiene más tiempo que las demás. Puede cambiarla y presentarla hasta entonces:

Nuevo plazo: ${newDeadline}
En UTC: ${newDeadlineUtc}
Motivo: ${reason}

${link}`,
  }),
  "discussions-unread": ({ count, rounds, profile }) => ({
    subject: `Mensajes sin leer en los debates: ${count}`,
    body: `Mensajes sin leer para usted en los debates: ${count}. Los encontrará aquí:

${rounds}

Un correo así llega como máximo una vez al día y nunca dice qué se ha escrito. Puede desactivarlo en su perfil:

${profile}`,
  }),
  "meeting-called": ({ round, cycle, starts, startsUtc, length, place, agenda, link }) => ({
    subject: `Reunión del panel: ${round}`,
    body: `Se le convoca a una reunión del panel de «${round}», ${cycle}.

Cuándo: ${starts} (${startsUtc})
Duración: ${length}
Lugar: ${place}

${agenda}

Esta carta no dice qué candidaturas se tratarán. El archivo adjunto pone la reunión en su calendario, a su hora. También figura aquí:

${link}`,
  }),
  "meeting-changed": ({ round, cycle, starts, startsUtc, length, place, agenda, link }) => ({
    subject: `Reunión del panel modificada: ${round}`,
    body: `La reunión del panel de «${round}», ${cycle}, ha cambiado. Esto es lo que vale ahora.

Cuándo: ${starts} (${startsUtc})
Duración: ${length}
Lugar: ${place}

${agenda}

Esta carta no dice qué candidaturas se tratarán. El archivo adjunto pone la reunión en su calendario, a su hora. También figura aquí:

${link}`,
  }),
  "meeting-cancelled": ({ round, cycle, starts, startsUtc, link }) => ({
    subject: `Reunión del panel cancelada: ${round}`,
    body: `Se cancela la reunión del panel de «${round}», ${cycle}, prevista para el ${starts} (${startsUtc}). El archivo adjunto la retira de su calendario.

Todas las reuniones figuran aquí:

${link}`,
  }),
  "ballot-open": ({ round, closes, closesUtc, link }) => ({
    subject: `Votación abierta: ${round}`,
    body: `La votación de la ronda «${round}» está abierta. Puede entregar su papeleta, y modificarla, hasta el ${closes} (${closesUtc}):

${link}`,
  }),
  "reminder-ballot": ({ round, closes, closesUtc, link }) => ({
    subject: `Falta su voto: ${round}`,
    body: `Todavía no hemos recibido su papeleta de la ronda «${round}». La votación está abierta hasta el ${closes} (${closesUtc}):

${link}`,
  }),
  "ballot-counted": ({ round, link }) => ({
    subject: `Votos contados: ${round}`,
    body: `Se han contado los votos de la ronda «${round}». En esta página están su acuse de recibo y cuánto de su papeleta entra en el recuento:

${link}

Guarde el acuse de recibo: cuando el resultado sea público, el verificador dice con él si el recuento publicado respeta su voto.`,
  }),
  "assignments-ready": ({ round, count, closes, closesUtc, link }) => ({
    subject: `Sus iniciativas para leer: ${round}`,
    body: `Iniciativas que se le han asignado en la ronda «${round}»: ${count}.

Puede puntuar hasta: ${closes} (${closesUtc})

Su lista está aquí:

${link}`,
  }),
  "reminder-drafts": ({ cycle, codes, deadline, deadlineUtc, link }) => ({
    subject: `Aún sin presentar: ${cycle}`,
    body: `Su equipo empezó a preparar su participación en la convocatoria «${cycle}» y todavía no ha presentado: ${codes}.

La convocatoria se cierra el ${deadline} (${deadlineUtc}). Lo que no se haya presentado para entonces no participa.

Sus candidaturas están aquí:

${link}`,
  }),
  "round-unlocked": ({ round, cycle, until, untilUtc, reason, link }) => ({
    subject: `Abierta de nuevo: ${round}`,
    body: `La ronda «${round}» (${cycle}) se había cerrado y está abierta de nuevo. Hasta entonces puede dar, cambiar y enviar puntuaciones:

Nuevo cierre: ${until}
En UTC: ${untilUtc}
Motivo: ${reason}

${link}`,
  }),
  "reminder-reviews": ({ round, missing, deadline, deadlineUtc, link }) => ({
    subject: `Evaluaciones pendientes: ${round}`,
    body: `Evaluaciones que todavía no ha enviado en la ronda «${round}»: ${missing}.

La ronda se cierra el ${deadline} (${deadlineUtc}). Su lista está aquí:

${link}`,
  }),
  "list-corrected": ({ cycle, awarded, others, reason, link }) => ({
    subject: `Se corrigió el resultado: ${cycle}`,
    body: `La lista publicada de ${cycle} tiene una nueva versión:

${link}

Motivo indicado: ${reason}${awarded ? `\n\nSus candidaturas que ahora están en la lista:\n\n${awarded}` : ""}${others ? `\n\nSus candidaturas que no figuran en ella:\n\n${others}` : ""}`,
  }),
  "result-published": ({ cycle, awarded, others, link }) => ({
    subject: `El resultado es público: ${cycle}`,
    body: `Se ha publicado el resultado de la convocatoria «${cycle}»:

${link}${awarded ? `\n\nSus candidaturas que figuran en la lista:\n\n${awarded}` : ""}${others ? `\n\nSus candidaturas que no figuran en ella:\n\n${others}` : ""}`,
  }),
  "proposal-made": ({ name, by, about, reason, link }) => ({
    subject: "Hace falta una segunda persona",
    body: `${by} propone para ${name}: ${proposed[about] ?? about}.

Motivo: ${reason}

Solo tendrá efecto cuando una segunda persona lo confirme. Léalo y decida aquí:

${link}`,
  }),
  "role-granted": ({ name, role, link }) => ({
    subject: "Tiene una nueva función en el premio",
    body: `Hola, ${name}:

Está decidido: ${proposed[role] ?? role}. Se ha cerrado su sesión; tendrá los nuevos permisos cuando vuelva a iniciarla. Exigen un segundo factor además de la contraseña; si no tiene ninguno, se le pedirá que lo configure.

${link}`,
  }),
  "appraisal-released": ({ code, title, cycle, link }) => ({
    subject: `Cómo se evaluó su candidatura ${code}`,
    body: `El resultado es público (${cycle}), y puede leer cómo se evaluó su iniciativa ${code}, «${title}»: los comentarios de los evaluadores, sin nombres, y dónde se sitúan aproximadamente sus puntuaciones.

${link}`,
  }),
  wave: (written) => written,
};

export const mail: typeof english = {
  letters,
  closing: "Kapok, el portal de premios\nEste mensaje se ha enviado automáticamente.",
};
