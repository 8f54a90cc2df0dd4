import type { pages as english } from "../en/pages.ts";

export const pages: typeof english = {
  help: {
    title: "Ayuda",
    lede: "Cómo presentar una candidatura, cómo se guarda y qué hacer cuando algo falla.",
    sections: [
      {
        title: "Presentar una iniciativa",
        paragraphs: [
          "Regístrese con su correo electrónico y, después, cree el equipo de su ciudad o únase a él. Puede empezar a escribir antes de confirmar su dirección; para presentar la candidatura, confírmela con el enlace del mensaje.",
          "Una candidatura es una lista de tareas. Hágalas en cualquier orden, junto con sus colegas, a lo largo de tantos días como quiera hasta que se cierre la convocatoria. Cuando esté completo todo lo obligatorio, revise sus respuestas y preséntela. Puede presentarla de nuevo hasta el segundo de cierre: cuenta la última versión.",
        ],
      },
      {
        title: "Guardar",
        paragraphs: [
          "Cada campo se guarda solo un momento después de que usted deje de escribir y muestra la hora, como «Guardado: 12:04:31». Sin JavaScript, el botón al final de cada página guarda todo lo que hay en ella.",
          "Si usted y un colega cambian el mismo campo, no se sobrescribe el texto de nadie: verá los dos y elegirá. Si se cierra su sesión o se corta la conexión, lo que escribió queda en su navegador y se envía cuando usted vuelve.",
        ],
      },
      { title: "Archivos", paragraphs: ["Cada pregunta indica qué tipos y tamaños admite. Una subida interrumpida continúa donde se detuvo. Los archivos son privados hasta que se publica la iniciativa."] },
      {
        title: "Plazos",
        paragraphs: [
          "Cada plazo se muestra hasta el segundo, en la zona horaria del premio y en la suya. Decide el reloj del servidor. Si se cambia una hora de cierre, la anterior queda registrada y se avisa a todas las personas que tengan un borrador.",
          "Cada intento de presentar queda registrado junto con lo que lo impidió; encontrará la lista en el historial de la candidatura.",
        ],
      },
      {
        title: "Evaluadores",
        paragraphs: ["Usted ve las candidaturas que se le han asignado y, para cada una, indica primero si tiene un conflicto de intereses. Sus puntuaciones se guardan solas y pueden cambiarse hasta que se congele la ronda. Solo ve lo que han puntuado otras personas después de enviar sus propias puntuaciones."],
      },
      { title: "Si aún necesita ayuda", paragraphs: ["Escriba a la dirección que figura en la página de la convocatoria. Diga en qué página estaba y a qué hora; no hace falta nada más para averiguar qué ocurrió."] },
    ],
  },
  accessibility: {
    title: "Accesibilidad",
    lede: "Este portal aspira a cumplir las WCAG 2.2, nivel AA.",
    sections: [
      {
        title: "Con qué puede contar",
        paragraphs: [
          "Todo funciona con el teclado y sin JavaScript. El texto puede ampliarse al 400 por ciento sin desplazarse a lo ancho, salvo las tablas, que se desplazan por sí solas. Los colores siguen el modo claro u oscuro de su sistema y nunca son lo único que transmite un significado.",
          "Los mapas nunca son el único camino: los mismos lugares figuran en una lista junto a ellos. Las fechas, los números y los plurales siguen el idioma que usted ha elegido.",
        ],
      },
      { title: "Qué no funciona bien todavía", paragraphs: ["Los archivos que suben las ciudades se muestran tal cual; no podemos prometer que todos sean accesibles. Todos los idiomas que se ofrecen en la parte superior de la página están completos."] },
      { title: "Cómo se comprueba", paragraphs: ["Con cada cambio, cada página pasa una comprobación automática en inglés y en chino, y los recorridos de este portal se prueban solo con el teclado. Ningún organismo externo lo ha examinado."] },
      { title: "Cuéntenoslo", paragraphs: ["Si encuentra un obstáculo, escriba a la dirección que figura en la página de la convocatoria. Respondemos en el idioma en que nos escriba, inglés o chino."] },
    ],
  },
  about: {
    title: "Sobre este portal",
    lede: "Kapok es software de código abierto para gestionar premios de innovación urbana. La flor roja del árbol kapok es la flor de Guangzhou.",
    sections: [
      { title: "Para qué sirve", paragraphs: ["Una lista de finalistas que cualquiera puede comprobar, fruto de un proceso en el que nadie pierde su trabajo: las ciudades presentan candidaturas, los evaluadores puntúan con criterios públicos, dos personas la hacen definitiva y el público lee el resultado."] },
      {
        title: "Cómo se llega a los resultados",
        paragraphs: [
          "Los evaluadores puntúan a solas; un conflicto de intereses aparta a quien evalúa de una candidatura, sea cual sea su cargo. La forma en que sus puntuaciones dan una clasificación se fija antes de abrir la ronda y se publica con el resultado. Las puntuaciones orientan y las personas deciden: una decisión contraria a la clasificación necesita un motivo, y ambas cosas se conservan.",
          "Las puntuaciones se congelan antes de elegir. Una persona propone la lista y otra tiene que aprobar exactamente esa lista. Publicar y retirar dejan un rastro que después no puede cambiarse.",
        ],
      },
      { title: "El archivo", paragraphs: ["Los resultados de ediciones anteriores se reunieron a partir de páginas públicas; cada uno indica su fuente. Lo que las fuentes no dicen se deja vacío: un título que no se encontró aparece como «Título no registrado»."] },
      { title: "Licencia y código fuente", id: "source", paragraphs: ["Kapok es software libre bajo la licencia Apache, versión 2.0: cualquiera puede usarlo, leerlo, cambiarlo y compartirlo. Pida el código fuente a quien opera este portal, en la dirección que figura en la página de la convocatoria."] },
    ],
  },
  privacy: {
    title: "Privacidad",
    lede: "Qué conserva este portal sobre usted y quién puede verlo.",
    sections: [
      {
        title: "Qué se conserva",
        paragraphs: [
          "Su nombre, correo electrónico e idioma; los equipos y paneles a los que pertenece; lo que escribe, sube y puntúa, con su hora. Las contraseñas se guardan solo como hash. Se conserva un registro de quién hizo qué y cuándo, y de quién leyó o descargó lo confidencial, que no puede cambiarse, para que los resultados puedan comprobarse.",
        ],
      },
      {
        title: "Quién lo ve",
        paragraphs: [
          "Los borradores: su equipo. Las candidaturas presentadas: la secretaría, los observadores y los evaluadores sin conflicto de intereses. Los datos de contacto nunca llegan a los evaluadores. Las puntuaciones y los comentarios: su autor, la presidencia y la secretaría, según las reglas de la ronda, y, una vez congeladas y sin nombres, quien escruta la ronda (solo las puntuaciones). El público: lo que se publicó, los nombres de quien lo firmó tras escrutarlo y de quien lo firmó en la secretaría, y nada más.",
        ],
      },
      {
        title: "Cookies",
        paragraphs: [
          "Una para mantener su sesión abierta, una que dura diez minutos entre la contraseña y el segundo paso, una que recuerda durante 180 días que en este navegador ya ha iniciado sesión (no abre nada; evita que los intentos fallidos de otras personas le bloqueen el acceso), una para su idioma y una para su zona horaria. Ninguna para publicidad ni para contar visitas. Ninguna página pide nada al servidor de otra empresa.",
        ],
      },
      { title: "Sus derechos", paragraphs: ["Escriba a la dirección que figura en la página de la convocatoria para ver, corregir o eliminar lo que se conserva sobre usted. Los resultados publicados permanecen."] },
    ],
  },
};
