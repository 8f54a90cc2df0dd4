import type { Translations } from "../translated.ts";

/** The committee's and the jury's rubrics, and that of the special prizes. */
export const RUBRIC_TEXTS: Translations = {
  "Technical Committee 2023": "Comité técnico 2023",
  Innovation: "Innovación",
  "How new the idea, the approach or the way of working is, for this city and beyond it.":
    "Lo novedosa que es la idea, el enfoque o la forma de trabajar, para esta ciudad y más allá de ella.",
  "Common practice; nothing in it is new even for this city.":
    "Práctica habitual; no hay nada nuevo ni siquiera para esta ciudad.",
  "New for this city, but copied elsewhere many times with no change of note.":
    "Nueva para esta ciudad, pero copiada muchas veces en otros lugares sin cambios dignos de mención.",
  "A known approach adapted with clear improvements of its own.":
    "Un enfoque conocido, adaptado con claras mejoras propias.",
  "New in its region, or a new combination of known parts that changes how the city works.":
    "Nueva en su región, o una combinación nueva de elementos conocidos que cambia el funcionamiento de la ciudad.",
  "New worldwide, and it has already changed how others think about the problem.":
    "Nueva en el mundo, y ya ha cambiado cómo otros ven el problema.",
  Effectiveness: "Eficacia",
  "What has been achieved, and how well it is shown: baseline, results, and how they were measured.":
    "Qué se ha logrado y lo bien que se demuestra: situación de partida, resultados y cómo se midieron.",
  "No result is shown, only plans or activities.": "No se muestra ningún resultado, solo planes o actividades.",
  "Some results are claimed without figures or a baseline.":
    "Se afirman algunos resultados, sin cifras ni situación de partida.",
  "Results with figures against a baseline, for some of the objectives.":
    "Resultados en cifras respecto a una situación de partida, para algunos de los objetivos.",
  "Most objectives reached, measured in a way others could repeat.":
    "La mayoría de los objetivos alcanzados, medidos de un modo que otros podrían repetir.",
  "Objectives reached or surpassed, confirmed from outside, and the effect lasts.":
    "Objetivos alcanzados o superados, confirmados desde fuera, y con un efecto duradero.",
  Context: "Adecuación al lugar",
  "How well the initiative fits the place: its means, its obstacles, its people and who took part.":
    "Lo bien que la iniciativa se ajusta al lugar: sus medios, sus obstáculos, su gente y quién participó.",
  "The place and its conditions are not described.": "No se describen el lugar ni sus condiciones.",
  "Conditions are described but did not shape the initiative.":
    "Se describen las condiciones, pero no dieron forma a la iniciativa.",
  "The initiative answers a local need and uses local means.":
    "La iniciativa responde a una necesidad local y usa medios locales.",
  "It was shaped together with those concerned and overcame real obstacles.":
    "Se elaboró con las personas afectadas y superó obstáculos reales.",
  "It turned difficult conditions into a strength, and the people concerned carry it on.":
    "Convirtió condiciones difíciles en una fortaleza, y las personas afectadas la mantienen viva.",
  Replicability: "Replicabilidad",
  "What others can take over, at what cost, and whether lessons are told honestly.":
    "Qué pueden adoptar otros, a qué coste, y si las lecciones se cuentan con honestidad.",
  "Bound to this place; nothing could be taken over.": "Ligada a este lugar; no se podría adoptar nada.",
  "Parts could be taken over, but cost or conditions are not told.":
    "Se podrían adoptar partes, pero no se indican el coste ni las condiciones.",
  "Could be taken over by similar cities; cost and steps are told.":
    "Podrían adoptarla ciudades semejantes; se indican el coste y los pasos.",
  "Has been taken over elsewhere, or is prepared for it with material others can use.":
    "Se ha adoptado en otro lugar, o está preparada para ello con materiales que otros pueden usar.",
  "Taken over in several places of different kinds, with results that are known.":
    "Adoptada en varios lugares de distinto tipo, con resultados conocidos.",
  "Relevance to the SDGs and the New Urban Agenda": "Relevancia para los ODS y la Nueva Agenda Urbana",
  "Which goals the initiative serves, and whether it shows that it does.":
    "A qué objetivos sirve la iniciativa y si lo demuestra.",
  "No goal is named, or those named have nothing to do with it.":
    "No se cita ningún objetivo, o los citados no tienen nada que ver con ella.",
  "Goals are named without showing a link.": "Se citan objetivos sin mostrar la relación.",
  "A clear link to one goal.": "Una relación clara con un objetivo.",
  "Measured contributions to several goals or commitments.": "Contribuciones medidas a varios objetivos o compromisos.",
  "Measured contributions that others report on as an example for these goals.":
    "Contribuciones medidas que otros presentan como ejemplo para estos objetivos.",
  "Jury 2021": "Jurado 2021",
  "How new it is, and whether the novelty is what made it work.":
    "Lo novedosa que es, y si la novedad es lo que la hizo funcionar.",
  "Nothing is new.": "No hay nada nuevo.",
  "New for this city only.": "Nueva solo para esta ciudad.",
  "A known idea, clearly improved.": "Una idea conocida, claramente mejorada.",
  "New in its region.": "Nueva en su región.",
  "New worldwide.": "Nueva en el mundo.",
  Participation: "Participación",
  "Who took part in deciding, making and judging it.": "Quién participó en decidirla, hacerla y valorarla.",
  "Nobody was asked.": "No se preguntó a nadie.",
  "People were informed.": "Se informó a la gente.",
  "People were consulted and it shows.": "Se consultó a la gente y se nota.",
  "People decided on parts of it.": "La gente decidió sobre partes de ella.",
  "People lead it together with the city.": "La gente la dirige junto con la ciudad.",
  Impact: "Impacto",
  "What changed in people’s lives, and how it is known.": "Qué cambió en la vida de la gente y cómo se sabe.",
  "No change is shown.": "No se muestra ningún cambio.",
  "Change is claimed.": "Se afirma un cambio.",
  "Some change is measured.": "Se mide cierto cambio.",
  "Large change is measured.": "Se mide un gran cambio.",
  "Large and lasting change, confirmed from outside.": "Un cambio grande y duradero, confirmado desde fuera.",
  Significance: "Importancia",
  "How much the problem matters, here and elsewhere.": "Cuánto importa el problema, aquí y en otros lugares.",
  "A small matter of one place.": "Un asunto menor de un solo lugar.",
  "Matters to one place.": "Importa a un solo lugar.",
  "Matters to many places.": "Importa a muchos lugares.",
  "An urgent problem of many cities.": "Un problema urgente de muchas ciudades.",
  "One of the great problems of cities worldwide.": "Uno de los grandes problemas de las ciudades de todo el mundo.",
  "Whether others could do the same.": "Si otros podrían hacer lo mismo.",
  "Not elsewhere.": "En ningún otro lugar.",
  "Parts, with great effort.": "En parte, con gran esfuerzo.",
  "In similar cities.": "En ciudades semejantes.",
  "In many kinds of cities.": "En muchos tipos de ciudades.",
  "It has been done in several.": "Ya se ha hecho en varias.",
  Learnability: "Valor de aprendizaje",
  "Whether the lessons, failures included, are told so that others learn.":
    "Si las lecciones, incluidos los fracasos, se cuentan de modo que otros aprendan.",
  "No lesson is told.": "No se cuenta ninguna lección.",
  "Successes only.": "Solo éxitos.",
  "Some lessons.": "Algunas lecciones.",
  "Lessons and failures, clearly told.": "Lecciones y fracasos, contados con claridad.",
  "Lessons that others have already used.": "Lecciones que otros ya han aprovechado.",
  Inclusiveness: "Inclusión",
  "Whether those who are usually left out gain from it.": "Si se benefician quienes suelen quedar fuera.",
  "They lose by it.": "Salen perdiendo.",
  "They are not considered.": "No se los tiene en cuenta.",
  "They gain as others do.": "Se benefician como los demás.",
  "They gain first.": "Se benefician antes que nadie.",
  "They gain first, and helped to shape it.": "Se benefician antes que nadie y ayudaron a darle forma.",
  "Special prizes (demonstration)": "Premios especiales (demostración)",
  "Does not say how it was done.": "No dice cómo se hizo.",
  "Material for others": "Material para otras ciudades",
  "Whether there is something to begin with elsewhere: a guide, plans, code, training.":
    "Si hay algo con que empezar en otro lugar: una guía, planos, código, formación.",
  "Nothing that others could take and use.": "Nada que otros puedan tomar y usar.",
  "Others can take it and begin.": "Otros pueden tomarlo y empezar.",
};
