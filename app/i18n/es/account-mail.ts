import type { AccountLetters } from "../en/account-mail.ts";

export const accountLetters: AccountLetters = {
  "factor-changed": ({ name }) => ({
    subject: "Su segundo factor ha cambiado",
    body: `Hola, ${name}:

Se ha añadido o quitado un segundo factor de su cuenta y se han cerrado sus demás sesiones.

Si no fue usted, establezca enseguida una contraseña nueva y avise a la administración del portal.`,
  }),
  "codes-made": ({ name }) => ({
    subject: "Nuevos códigos de recuperación para su cuenta",
    body: `Hola, ${name}:

Se han creado nuevos códigos de recuperación para su cuenta. Los anteriores ya no sirven.

Si no fue usted, establezca enseguida una contraseña nueva y avise a la administración del portal.`,
  }),
  "factor-reset": ({ name, reason, link }) => ({
    subject: "Su segundo factor se ha restablecido",
    body: `Hola, ${name}:

La administración ha quitado de su cuenta todos los segundos factores y códigos de recuperación, y se han cerrado todas sus sesiones.

Motivo: ${reason || "se hizo en el servidor en el que funciona el portal"}

Inicie sesión con su contraseña. Si su función en el premio exige un segundo factor, se le pedirá que configure uno nuevo:

${link}

Si no lo pidió usted, avise a la administración del portal.`,
  }),
  "account-disabled": ({ name, reason }) => ({
    subject: "Su cuenta está desactivada",
    body: `Hola, ${name}:

La administración ha desactivado su cuenta. Se han cerrado todas sus sesiones y, por el momento, no puede iniciar sesión. Lo que ha escrito se conserva.

Motivo: ${reason}

Si cree que se trata de un error, responda a este mensaje.`,
  }),
  "account-enabled": ({ name, link }) => ({
    subject: "Su cuenta vuelve a funcionar",
    body: `Hola, ${name}:

La administración ha reactivado su cuenta. Puede iniciar sesión:

${link}`,
  }),
  "change-email": ({ name, link }) => ({
    subject: "Confirme su correo electrónico nuevo",
    body: `Hola, ${name}:

Usted pidió iniciar sesión en Kapok con este correo electrónico desde ahora. Abra esta página y pulse el botón para confirmar que es suyo:

${link}

El enlace vale durante un día. Si no fue usted, no haga caso de este mensaje.`,
  }),
  "email-changed": ({ name, email }) => ({
    subject: "Su correo electrónico ha cambiado",
    body: `Hola, ${name}:

El correo electrónico de su cuenta es ahora ${email} y se han cerrado todas sus sesiones. Desde ahora, el portal escribe a la dirección nueva.

Si no fue usted, avise enseguida a la administración del portal.`,
  }),
  "confirm-email": ({ name, link }) => ({
    subject: "Confirme su correo electrónico",
    body: `Hola, ${name}:

Alguien, probablemente usted, creó una cuenta en Kapok con este correo electrónico. Abra esta página y pulse el botón para confirmar que la dirección es suya:

${link}

No hace falta que espere: ya puede iniciar sesión y empezar una candidatura. El enlace vale durante tres días.

Si no fue usted, abra la página de todos modos e indíquelo allí: la cuenta se elimina.`,
  }),
  "reset-password": ({ name, link }) => ({
    subject: "Establezca una contraseña nueva",
    body: `Hola, ${name}:

Alguien, probablemente usted, pidió establecer una contraseña nueva para su cuenta. Abra esta página para elegirla:

${link}

El enlace vale durante 30 minutos y funciona una sola vez. Si no fue usted, no haga caso de este mensaje: su contraseña sigue siendo la misma.`,
  }),
  "account-exists": ({ name, link }) => ({
    subject: "Usted ya tiene una cuenta",
    body: `Hola, ${name}:

Alguien, probablemente usted, intentó crear una cuenta con este correo electrónico. Usted ya tiene una, así que no se ha cambiado nada.

Si ha olvidado su contraseña, establezca una nueva aquí:

${link}`,
  }),
};
