import type { Translations } from "../translated.ts";

/** The entry form. */
export const FORM_TEXTS: Translations = {
  "Check that you can take part": "Compruebe que puede participar",
  "Your answers tell you at once whether the initiative can take part; nothing is sent yet.":
    "Sus respuestas le dicen enseguida si la iniciativa puede participar; todavía no se envía nada.",
  "Who is entering?": "¿Quién presenta la candidatura?",
  "A city or municipality": "Una ciudad o un municipio",
  "Another local or regional government: a district, county, state or province":
    "Otro gobierno local o regional: un distrito, condado, estado o provincia",
  "A union or association of local governments": "Una mancomunidad o asociación de gobiernos locales",
  "Somebody else: a company, a university, a civil society organisation":
    "Otra entidad: una empresa, una universidad, una organización de la sociedad civil",
  "How far is the initiative?": "¿En qué punto está la iniciativa?",
  "The award honours what has been done and can already be learned from.":
    "El premio reconoce lo que se ha hecho y de lo que ya se puede aprender.",
  "It is running and has first results": "Está en marcha y tiene los primeros resultados",
  "It was completed within the last two years": "Terminó en los dos últimos años",
  "It was completed more than two years ago": "Terminó hace más de dos años",
  "It is planned and has not begun": "Está prevista y no ha empezado",
  "Does the head of your government know of this entry?": "¿Conoce esta candidatura quien dirige su gobierno?",
  "A mayor, governor or chief executive, or somebody who may speak for them.":
    "Quien ocupa la alcaldía, la gobernación o la dirección ejecutiva, o alguien que pueda hablar en su nombre.",
  "Yes, and supports it": "Sí, y la apoya",
  "Not yet, but will before the call closes": "Todavía no, pero la conocerá antes de que se cierre la convocatoria",
  No: "No",
  "Introduce the initiative": "Presente la iniciativa",
  "Title of the initiative": "Título de la iniciativa",
  "A name that somebody abroad understands. You can add the name in your own language in brackets.":
    "Un nombre que se entienda en otros países. Puede añadir entre paréntesis el nombre en su propio idioma.",
  "When did it begin, and when did or will it end?": "¿Cuándo empezó y cuándo terminó o terminará?",
  "As exactly as you know: 2019, 2019-03 or 2019-03-31.":
    "Con toda la exactitud que conozca: 2019, 2019-03 o 2019-03-31.",
  Themes: "Temas",
  "Choose up to three.": "Elija tres como máximo.",
  "Framework or programme it belongs to": "Marco o programa al que pertenece",
  "If your city enters several initiatives of one framework or programme, name it in each of them, in the same words. Otherwise leave this empty.":
    "Si su ciudad presenta varias iniciativas de un mismo marco o programa, nómbrelo en cada una con las mismas palabras. Si no, déjelo vacío.",
  Summary: "Resumen",
  "What was the problem, what did you do, what has changed? If the initiative is published, this is what the public reads first.":
    "¿Cuál era el problema, qué hicieron, qué ha cambiado? Si la iniciativa se publica, esto es lo primero que lee el público.",
  "Web page about the initiative": "Página web sobre la iniciativa",
  "Starts with https:// and opens without a password.": "Empieza por https:// y se abre sin contraseña.",
  "Describe your city": "Describa su ciudad",
  "The latest figures you have, for the area you govern. Reviewers use them to understand your circumstances, not to rank them.":
    "Las cifras más recientes que tenga, del territorio que gobierna. Sirven para que los evaluadores entiendan sus circunstancias, no para clasificarlas.",
  "Where it is on the map": "Dónde está en el mapa",
  "Reviewers of blind rounds do not see this.": "En las rondas anónimas, los evaluadores no ven esto.",
  "Governments that belong to the union": "Gobiernos que forman la mancomunidad",
  "Their names, one on each line, and who leads the initiative. The figures below are for all of them together.":
    "Sus nombres, uno por línea, y cuál dirige la iniciativa. Las cifras de abajo se refieren al conjunto.",
  Population: "Población",
  "Number of people.": "Número de habitantes.",
  "Population growth": "Crecimiento de la población",
  "Per cent a year; negative if people are leaving.": "Porcentaje al año; negativo si la población disminuye.",
  Area: "Superficie",
  "Square kilometres.": "Kilómetros cuadrados.",
  "Population density": "Densidad de población",
  "People per square kilometre.": "Habitantes por kilómetro cuadrado.",
  "GDP per capita": "PIB por habitante",
  "US dollars a year.": "Dólares estadounidenses al año.",
  "Gini index": "Índice de Gini",
  "Between 0 and 1, like 0.38. Leave it empty if it is not known.":
    "Entre 0 y 1, como 0,38. Déjelo vacío si no se conoce.",
  "Main source of prosperity": "Principal fuente de prosperidad",
  "For example: port and trade, farming, tourism, universities.":
    "Por ejemplo: puerto y comercio, agricultura, turismo, universidades.",
  "Say whom we can reach": "Indique con quién podemos contactar",
  "Only your team and the secretariat can see this section. Reviewers and the public never do.":
    "Solo su equipo y la secretaría pueden ver esta sección. Los evaluadores y el público, nunca.",
  "Name of the contact person": "Nombre de la persona de contacto",
  "Position and department": "Cargo y departamento",
  "E-mail address": "Correo electrónico",
  Telephone: "Teléfono",
  "With the country code, like +256 41 000 0000.": "Con el prefijo del país, como +591 2 000 0000.",
  "Explain why it was needed": "Explique por qué hacía falta",
  Background: "Contexto",
  "What was the situation before? Who was affected, and how?":
    "¿Cuál era la situación anterior? ¿A quién afectaba y de qué manera?",
  Origins: "Origen",
  "Whose idea was it, and what made it possible at that moment?":
    "¿De quién fue la idea y qué la hizo posible en ese momento?",
  Objectives: "Objetivos",
  "What were you to achieve, for whom, by when?": "¿Qué debían lograr, para quién y en qué plazo?",
  "Name partners and resources": "Indique socios y recursos",
  Partners: "Socios",
  "Who did it with you, and what they brought in. Reviewers who work for one of them will not read your entry.":
    "Quién lo hizo con ustedes y qué aportó. Los evaluadores que trabajen para alguno de ellos no leerán su candidatura.",
  Resources: "Recursos",
  "Money, people, land, technology: how much, and where it came from.":
    "Dinero, personas, suelo, tecnología: cuánto y de dónde salió.",
  Budget: "Presupuesto",
  "What the money went to, who paid, and how much from beginning to end. The lines add up by themselves.":
    "A qué se destinó el dinero, quién pagó y cuánto, de principio a fin. Las líneas se suman solas.",
  "Describe the innovation": "Describa la innovación",
  "What is new about it?": "¿Qué tiene de nuevo?",
  "New in your city, your country or anywhere? A policy, a way of working, a technology, a business model?":
    "¿Es nuevo en su ciudad, en su país o en cualquier lugar? ¿Una política, una forma de trabajar, una tecnología, un modelo de negocio?",
  "Type of innovation": "Tipo de innovación",
  "Revolutionary: it replaces what was there before": "Revolucionaria: sustituye lo que había antes",
  "Evolutionary: it develops what was there before": "Evolutiva: desarrolla lo que había antes",
  "What did it replace?": "¿Qué sustituyó?",
  "How the same thing was done before, and what became of it.": "Cómo se hacía antes lo mismo y qué fue de ello.",
  "Obstacles and solutions": "Obstáculos y soluciones",
  "What stood in the way, what did you do about it, and what is still unsolved?":
    "¿Qué obstáculos había, qué hicieron ante ellos y qué sigue sin resolver?",
  "Show the results": "Muestre los resultados",
  Outcomes: "Efectos",
  "What is different now, and for whom?": "¿Qué es distinto ahora y para quién?",
  "Results in figures": "Resultados en cifras",
  "One line for each figure: what it was before, what it is now, in which year, and where the figure comes from.":
    "Una línea por cada cifra: cuánto era antes, cuánto es ahora, en qué año y de dónde procede la cifra.",
  "How do you know?": "¿Cómo lo saben?",
  "Methods of assessment: surveys, statistics, audits, and who carried them out.":
    "Métodos de evaluación: encuestas, estadísticas, auditorías y quién las hizo.",
  "Lessons for other cities": "Lecciones para otras ciudades",
  "What could others take over, what would they have to change, what would you do differently?":
    "¿Qué podrían adoptar otras ciudades, qué tendrían que cambiar, qué harían ustedes de otra manera?",
  "Relate it to global goals": "Relaciónela con los objetivos mundiales",
  "Sustainable Development Goals": "Objetivos de Desarrollo Sostenible",
  "Those to which the initiative has made a difference that you can show.":
    "Aquellos a los que la iniciativa ha contribuido de un modo que puedan mostrar.",
  "New Urban Agenda": "Nueva Agenda Urbana",
  "Which of its commitments does the initiative put into practice, and how?":
    "¿Cuáles de sus compromisos pone en práctica la iniciativa y cómo?",
  "Add documents and pictures": "Añada documentos e imágenes",
  "Everything belongs here; nothing needs to be sent by e-mail. Files are private until an initiative is published.":
    "Todo se entrega aquí; no hace falta enviar nada por correo electrónico. Los archivos son privados hasta que se publica la iniciativa.",
  Documents: "Documentos",
  "Reports, plans, evaluations, letters.": "Informes, planes, evaluaciones, cartas.",
  Pictures: "Imágenes",
  "They show the initiative at work. We remove the place where they were taken before anybody else sees them.":
    "Muestran la iniciativa en funcionamiento. Antes de que nadie más las vea, quitamos el lugar donde se tomaron.",
  Video: "Vídeo",
  "One film. If the line breaks, the upload goes on where it stopped.":
    "Un solo vídeo. Si se corta la conexión, la subida continúa donde se detuvo.",
  "What we have written is true to the best of our knowledge, and we may share what we have uploaded.":
    "Lo que hemos escrito es cierto según nuestro leal saber y entender, y tenemos derecho a compartir lo que hemos subido.",
  "If the initiative is published, the public sees the answers marked as public, never the contacts.":
    "Si la iniciativa se publica, el público ve las respuestas marcadas como públicas, nunca los datos de contacto.",
  "Entered by a local or regional government, or a union of them":
    "Presentada por un gobierno local o regional, o por una agrupación de ellos",
  "Under way, or completed within the last two years": "En marcha o terminada en los dos últimos años",
  "About an urban initiative within the themes of the call":
    "Trata de una iniciativa urbana dentro de los temas de la convocatoria",
  "Answers are about this initiative and can be judged": "Las respuestas tratan de esta iniciativa y pueden evaluarse",
};
