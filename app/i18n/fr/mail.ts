import type { mail as english } from "../en/mail.ts";
import { accountLetters } from "./account-mail.ts";

/** Ce sur quoi deux personnes doivent être d’accord. */
const proposed: Record<string, string> = {
  secretariat: "un rôle au secrétariat",
  administrator: "le rôle d’administrateur",
  observer: "le rôle d’observateur",
  chair: "la présidence d’un comité",
  "chair-removal": "la fin d’une présidence",
  scrutineer: "la fonction de scrutateur d’un tour",
  "scrutineer-removal": "la fin d’une fonction de scrutateur",
  "factor-reset": "la réinitialisation d’un second facteur perdu",
  waiver: "la levée d’un conflit d’intérêts",
  package: "qu’un fichier signé compte comme un dépôt",
  correction: "une correction du texte qui l’accompagne sur la liste",
};

const stateOfLog = (checkpoint: string) => (checkpoint ? `\n\nVoici l’état signé du journal public au moment où ce courriel est parti. Gardez-le : il permet au vérificateur de remarquer si le journal est un jour réécrit.\n\n${checkpoint}` : "");

export const mail: typeof english = {
  letters: {
    ...accountLetters,
    "join-team": ({ city, inviter, link }) => ({
      subject: `${inviter} vous invite dans une équipe : ${city}`,
      body: `${inviter} vous invite à travailler aux candidatures de sa collectivité (${city}) dans Kapok. Ouvrez cette page pour accepter :

${link}

Le lien vous est personnel, ne fonctionne qu’une fois et est valable 14 jours.`,
    }),
    "join-request": ({ city, name, link }) => ({
      subject: `${name} demande à rejoindre votre équipe (${city})`,
      body: `${name} demande à rejoindre votre équipe (${city}). Personne n’y entre sans l’accord d’un responsable de l’équipe. Répondez ici :

${link}`,
    }),
    "team-joined": ({ city, name, link }) => ({
      subject: `Vous faites partie de l’équipe : ${city}`,
      body: `Bonjour ${name},

Un responsable de l’équipe vous a accueilli : vous partagez désormais les candidatures de la ville (${city}).

${link}`,
    }),
    "office-in-team": ({ city, name, by, whom, step, link }) => ({
      subject: `L’équipe : ${city}`,
      body: `Bonjour ${name},

${{ owner: `${by}, du secrétariat, a nommé ${whom} responsable de l’équipe de la ville (${city}).`, admitted: `${by}, du secrétariat, a accueilli ${whom} dans l’équipe de la ville (${city}).`, invited: `${by}, du secrétariat, a invité ${whom} dans l’équipe de la ville (${city}).`, changed: `${by}, du secrétariat, a confié à ${whom} un autre rôle dans l’équipe de la ville (${city}).`, removed: `${by}, du secrétariat, a retiré ${whom} de l’équipe de la ville (${city}).` }[step]} Nous vous le signalons parce que vous êtes responsable de cette équipe. Si vous ne vous y attendiez pas, écrivez au secrétariat.

${link}`,
    }),
    "team-handed-over": ({ city, name, by, link }) => ({
      subject: `Vous êtes désormais responsable de l’équipe : ${city}`,
      body: `Bonjour ${name},

${by} vous a transmis l’équipe de la ville (${city}) : vous en êtes responsable. Vous pouvez rédiger, déposer et retirer ses candidatures, inviter des collègues et les accueillir.

${link}`,
    }),
    "join-declined": ({ city, name }) => ({
      subject: `Votre demande de rejoindre l’équipe : ${city}`,
      body: `Bonjour ${name},

L’équipe de la ville (${city}) n’a pas accepté votre demande de la rejoindre. Si vous pensez qu’il s’agit d’une erreur, adressez-vous à vos collègues de cette équipe.`,
    }),
    "entry-submitted": ({ code, title, programme, receivedProgramme, receivedUtc, sha256, link, copy, bare, checkpoint }) => ({
      subject: `Candidature reçue : ${code}`,
      body: `Nous avons bien reçu votre candidature (${programme}).

Référence : ${code}
Titre : ${title}
Reçue : ${receivedProgramme}
En UTC : ${receivedUtc}
SHA-256 de ce qui a été scellé : ${sha256}

Conservez ce courriel. Le SHA-256 ci-dessus permet à quiconque de vérifier par la suite que ce qui est évalué est bien ce que vous avez envoyé.

Une copie PDF de l’ensemble, y compris les questions laissées vides, est jointe à ce courriel, sauf si elle est trop volumineuse. Elle se trouve aussi ici :

${copy}

Vous pouvez modifier votre candidature et la déposer à nouveau jusqu’à la clôture de l’appel ; le dernier dépôt fait foi.${bare ? `\n\nAucun mot ne dit ce que montrent ces images : ${bare}. Jusqu’à la clôture de l’appel, vous pouvez les décrire dans votre candidature et la déposer à nouveau ; sinon, qui ne peut pas les voir n’entend que le nom de la question.` : ""}

${link}${stateOfLog(checkpoint)}`,
    }),
    "package-accepted": ({ code, title, programme, receivedProgramme, receivedUtc, acceptedProgramme, acceptedUtc, sha256, link, copy, checkpoint }) => ({
      subject: `Votre fichier signé compte comme dépôt : ${code}`,
      body: `Deux personnes du secrétariat ont accepté le fichier signé de votre candidature (${programme}). Son contenu compte comme votre dépôt.

Référence : ${code}
Titre : ${title}
Dernier enregistrement : ${receivedProgramme}
En UTC : ${receivedUtc}
Fichier accepté : ${acceptedProgramme}
En UTC : ${acceptedUtc}
SHA-256 de ce qui a été scellé : ${sha256}

Conservez ce courriel. Le SHA-256 ci-dessus permet à quiconque de vérifier par la suite que ce qui est évalué est bien ce que vous aviez enregistré. Ce que vous avez modifié ensuite reste dans votre brouillon et ne compte pas.

Une copie PDF de l’ensemble est jointe à ce courriel, sauf si elle est trop volumineuse. Elle se trouve aussi ici :

${copy}

${link}${stateOfLog(checkpoint)}`,
    }),
    "endorsement-asked": ({ name, city, title, cycle, asker, sha256, until, link }) => ({
      subject: `${city} : votre aval pour une candidature (${cycle})`,
      body: `Bonjour ${name},

${asker} vous demande votre aval, au nom de votre collectivité (${city}), pour l’initiative « ${title} », qui doit être présentée au titre suivant : ${cycle}.

Ouvrez cette page pour la lire et répondre. Aucun compte n’est nécessaire :

${link}

Le lien vous est personnel. Il est valable jusqu’à votre réponse, et au plus tard jusqu’à cette échéance : ${until}. Votre aval porte exactement sur ce texte :
SHA-256 ${sha256}`,
    }),
    "endorsement-answered": ({ code, title, name, office, answer, reason, link }) => ({
      subject: answer === "yes" ? `Aval donné : ${code}` : `Aval refusé : ${code}`,
      body: `${name}, ${office}, ${answer === "yes" ? "a donné son aval à" : "n’a pas donné son aval à"} « ${title} » (${code}).${reason ? `\n\nMotif : ${reason}` : ""}

${answer === "yes" ? "Si la candidature est modifiée maintenant, l’aval ne vaut plus et vous devrez le redemander. Il est joint à la candidature lors du dépôt." : "Vous pouvez modifier la candidature et redemander l’aval."}

${link}`,
    }),
    "attachment-infected": ({ code, title, file, link }) => ({
      subject: `Un virus a été trouvé dans un fichier de ${code}`,
      body: `Le fichier « ${file} » de votre initiative ${code}, « ${title} », contient un virus. Il a été mis à l’écart : personne ne peut l’ouvrir, vous non plus.

Veuillez le supprimer et déposer une copie saine :

${link}`,
    }),
    "entry-withdrawn": ({ code, title }) => ({
      subject: `Candidature retirée : ${code}`,
      body: `Votre candidature ${code}, « ${title} », a été retirée et ne sera pas évaluée.`,
    }),
    "screening-ineligible": ({ code, title, reason }) => ({
      subject: `Candidature irrecevable : ${code}`,
      body: `Le secrétariat a examiné votre candidature ${code}, « ${title} », et a constaté qu’elle ne peut pas être admise.

Motif : ${reason}

Deux personnes ont été d’accord sur ce point. Si vous pensez que quelque chose a été négligé, veuillez répondre à ce courriel.`,
    }),
    "panel-invitation": ({ round, cycle, link }) => ({
      subject: `Invitation à évaluer : ${round}, ${cycle}`,
      body: `Vous êtes invité à évaluer des initiatives : « ${round} », ${cycle}. Ouvrez cette page pour accepter :

${link}

Le lien vous est personnel, ne fonctionne qu’une fois et est valable 21 jours. Avant de voir une initiative, vous serez interrogé sur d’éventuels conflits d’intérêts.`,
    }),
    "chair-invitation": ({ round, cycle, link }) => ({
      subject: `Invitation à présider : ${round}, ${cycle}`,
      body: `Vous êtes invité à présider le comité de « ${round} », ${cycle} : attribuer les candidatures aux évaluateurs, suivre leur avancement, lire leurs notes et arrêter la liste avec une seconde personne. Ouvrez cette page pour accepter :

${link}

Le lien vous est personnel, ne fonctionne qu’une fois et est valable 21 jours. Vos pays et vos organisations vous seront d’abord demandés : les candidatures pour lesquelles vous avez un conflit d’intérêts ne vous sont pas montrées.`,
    }),
    "scrutineer-invitation": ({ round, cycle, link }) => ({
      subject: `Invitation comme scrutateur : ${round}, ${cycle}`,
      body: `Vous êtes invité à vérifier comme scrutateur, une fois gelées, les notes de « ${round} », ${cycle}. Ouvrez cette page pour accepter :

${link}

Consultez de temps à autre votre page du tour : les ouvertures y sont une fois les notes gelées. Retirez-les de nouveau quand la liste sera définitive : si les notes ajustées décident, elles n’y figurent qu’alors.

Le lien vous est personnel, ne fonctionne qu’une fois et est valable 21 jours. Qui concourt, évalue ou organise le prix ne peut pas en être le scrutateur.`,
    }),
    "scrutineer-key-stated": ({ name, key, round, cycle, link }) => ({
      subject: `Une clé de scrutateur est déclarée : ${round}, ${cycle}`,
      body: `${name} a déclaré une clé pour « ${round} », ${cycle}. Elle figure dans le journal public :

${key}

Comparez-la à celle que ${name} vous communique autrement que par ce portail, et faites-la imprimer avec le règlement. Si elles diffèrent, prévenez la présidence et le secrétariat avant le gel des notes. Le comité et ses clés :

${link}`,
    }),
    "seed-due": ({ round, cycle, link }) => ({
      subject: `Votre graine du tirage : ${round}, ${cycle}`,
      body: `La notation de « ${round} », ${cycle}, est terminée. Vous vous êtes engagé sur une graine de son tirage, qui départage les ex æquo. Faites-la afficher par votre programme et saisissez-la sur cette page avant le gel des notes. Ensuite elle ne pourra plus être ouverte : le tirage se fera sans elle, et le public le lira.

${link}`,
    }),
    "own-key-stated": ({ key, round, cycle, link }) => ({
      subject: `Votre clé est déclarée : ${round}, ${cycle}`,
      body: `Cette clé figure désormais comme la vôtre dans le journal public, pour « ${round} », ${cycle} :

${key}

Communiquez-la au secrétariat et à d’autres, autrement que par ce portail. Si ce n’est pas la vôtre, prévenez-les aussitôt. Votre page du tour :

${link}`,
    }),
    "scores-frozen": ({ round, cycle, reviews, digest, checkpoint, link }) => ({
      subject: `Ces notes sont-elles les vôtres ? ${round}, ${cycle}`,
      body: `Les notes de « ${round} », ${cycle}, sont gelées : personne ne peut plus les modifier. Évaluations à votre nom : ${reviews}. Leur empreinte :

${digest}

Regardez vos notes et dites si ce sont les vôtres. Si quelque chose ne va pas, la page indique à qui écrire :

${link}

Conservez cette lettre. L’empreinte montre plus tard si une note à votre nom a été modifiée. Voici l’état signé du journal public avec les notes gelées :

${checkpoint}`,
    }),
    "result-to-check": ({ round, cycle, link }) => ({
      subject: `Un résultat à vérifier : ${round}, ${cycle}`,
      body: `La liste de « ${round} », ${cycle}, est définitive et figure dans le journal public. Vous pouvez la vérifier, avant ou après sa publication. Téléchargez de nouveau les ouvertures et la preuve depuis votre page du tour :

${link}

Si vous avez déclaré une clé avant le gel, le même programme signe ensuite aussi le résultat, dès lors que tout concorde.`,
    }),
    "second-signature": ({ round, cycle, by, link }) => ({
      subject: `Une liste attend votre signature : ${round}`,
      body: `${by} propose la liste (« ${round} », ${cycle}). Elle devient définitive quand une deuxième personne l’a approuvée, et ce peut être vous. Lisez la liste et décidez ici :

${link}`,
    }),
    "ineligible-waits": ({ cycle, count, link }) => ({
      subject: `Des candidatures jugées non recevables attendent une deuxième personne : ${cycle}`,
      body: `Candidatures jugées non recevables qui attendent une deuxième personne (${cycle}) : ${count}

Chacune reste en l’état, et son équipe n’en est pas informée, tant qu’une autre personne du secrétariat ne l’a pas confirmé ou rouverte ; ce peut être vous. Lisez-les et décidez ici :

${link}`,
    }),
    "signature-due": ({ round, cycle, link }) => ({
      subject: `Un résultat à signer au nom du prix : ${round}, ${cycle}`,
      body: `La liste de « ${round} », ${cycle}, est définitive et figure dans le journal public. Vous pouvez la signer au nom du prix avec votre propre clé, avant ou après sa publication. Cette page indique comment :

${link}`,
    }),
    "deadline-moved": ({ cycle, newDeadline, newDeadlineUtc, reason, link }) => ({
      subject: `Nouvelle date de clôture : ${cycle}`,
      body: `La date de clôture a été modifiée (${cycle}).

Nouvelle clôture : ${newDeadline}
En UTC : ${newDeadlineUtc}
Motif : ${reason}

${link}`,
    }),
    "chain-broken": ({ faults, at, link }) => ({
      subject: "La chaîne d’audit n’est plus intacte",
      body: `Chaque nuit, le portail recalcule la chaîne de son journal d’audit. Elle n’est plus intacte : un événement a été modifié, omis ou ajouté sans être consigné.

Constaté le (UTC) : ${at}
Défauts : ${faults}

Vérifiez-la ici pour voir où, et avertissez la personne qui exploite le portail. Les sauvegardes des jours précédents montrent ce qui s’y trouvait :

${link}`,
    }),
    "entry-extended": ({ code, cycle, newDeadline, newDeadlineUtc, reason, link }) => ({
      subject: `Délai supplémentaire pour votre candidature ${code}`,
      body: `Votre candidature ${code} (${cycle}) bénéficie d’un délai plus long que les autres. Jusque-là, vous pouvez la modifier et la déposer :

Nouvelle clôture : ${newDeadline}
En UTC : ${newDeadlineUtc}
Motif : ${reason}

${link}`,
    }),
    "discussions-unread": ({ count, rounds, profile }) => ({
      subject: `Messages non lus dans les discussions : ${count}`,
      body: `Messages non lus pour vous dans les discussions : ${count}. Vous les trouverez ici :

${rounds}

Un tel courriel arrive au plus une fois par jour et ne dit jamais ce qui a été écrit. Vous pouvez le désactiver dans votre profil :

${profile}`,
    }),
    "meeting-called": ({ round, cycle, starts, startsUtc, length, place, agenda, link }) => ({
      subject: `Réunion du comité : ${round}`,
      body: `Vous êtes convoqué(e) à une réunion du comité (« ${round} », ${cycle}).

Quand : ${starts} (${startsUtc})
Durée : ${length}
Lieu : ${place}

${agenda}

Les candidatures traitées ne sont pas nommées dans cette lettre. Le fichier joint inscrit la réunion dans votre agenda, à votre heure. Elle figure aussi ici :

${link}`,
    }),
    "meeting-changed": ({ round, cycle, starts, startsUtc, length, place, agenda, link }) => ({
      subject: `Réunion du comité modifiée : ${round}`,
      body: `La réunion du comité (« ${round} », ${cycle}) est modifiée. Voici ce qui vaut désormais.

Quand : ${starts} (${startsUtc})
Durée : ${length}
Lieu : ${place}

${agenda}

Les candidatures traitées ne sont pas nommées dans cette lettre. Le fichier joint inscrit la réunion dans votre agenda, à votre heure. Elle figure aussi ici :

${link}`,
    }),
    "meeting-cancelled": ({ round, cycle, starts, startsUtc, link }) => ({
      subject: `Réunion du comité annulée : ${round}`,
      body: `La réunion du comité (« ${round} », ${cycle}) prévue à cette date est annulée : ${starts} (${startsUtc}). Le fichier joint la retire de votre agenda.

Toutes les réunions figurent ici :

${link}`,
    }),
    "ballot-open": ({ round, closes, closesUtc, link }) => ({
      subject: `Le scrutin est ouvert : ${round}`,
      body: `Le scrutin est ouvert (« ${round} »). Vous pouvez remettre votre bulletin, et le modifier, jusqu’à cette date : ${closes} (${closesUtc}). Votre bulletin se trouve ici :

${link}`,
    }),
    "reminder-ballot": ({ round, closes, closesUtc, link }) => ({
      subject: `Votre bulletin manque encore : ${round}`,
      body: `Votre bulletin n’est pas encore remis (« ${round} »). Clôture du scrutin : ${closes} (${closesUtc}). Votre bulletin se trouve ici :

${link}`,
    }),
    "ballot-counted": ({ round, link }) => ({
      subject: `Le scrutin est dépouillé : ${round}`,
      body: `Le scrutin est dépouillé (« ${round} »). Cette page contient votre accusé de réception et dit quelle part de votre bulletin est comptée :

${link}

Gardez l’accusé de réception : une fois le résultat public, le vérificateur dit grâce à lui si le décompte publié respecte votre vote.`,
    }),
    "assignments-ready": ({ round, count, closes, closesUtc, link }) => ({
      subject: `Vos initiatives à lire : ${round}`,
      body: `Nombre d’initiatives qui vous sont attribuées (« ${round} ») : ${count}.

À évaluer avant le : ${closes} (${closesUtc})

Votre liste se trouve ici :

${link}`,
    }),
    "reminder-drafts": ({ cycle, codes, deadline, deadlineUtc, link }) => ({
      subject: `Pas encore déposée : votre candidature (${cycle})`,
      body: `Votre équipe a commencé une candidature (« ${cycle} ») et ne l’a pas encore déposée : ${codes}.

Clôture de l’appel : ${deadline} (${deadlineUtc}). Ce qui n’est pas déposé d’ici là ne participe pas.

Vos candidatures se trouvent ici :

${link}`,
    }),
    "round-unlocked": ({ round, cycle, until, untilUtc, reason, link }) => ({
      subject: `Rouvert : ${round}`,
      body: `Le tour « ${round} » (${cycle}) était clos ; il est rouvert. Jusque-là, vous pouvez donner, modifier et remettre des notes :

Nouvelle clôture : ${until}
En UTC : ${untilUtc}
Motif : ${reason}

${link}`,
    }),
    "reminder-reviews": ({ round, missing, deadline, deadlineUtc, link }) => ({
      subject: `Évaluations encore manquantes : ${round}`,
      body: `Nombre de vos évaluations qui ne sont pas encore remises (« ${round} ») : ${missing}.

Clôture du tour : ${deadline} (${deadlineUtc}). Votre liste se trouve ici :

${link}`,
    }),
    "co-applicant-invited": ({ city, lead, inviter, title, cycle, closes, link }) => ({
      subject: `Candidature commune avec ${lead} : ${cycle}`,
      body: `${inviter} invite votre collectivité (${city}) à présenter l’initiative « ${title} » avec ${lead} à l’appel suivant : ${cycle}. ${lead} la rédige et la dépose ; votre équipe la lirait et y serait nommée.

Ouvrez cette page pour répondre. Il vous faut un compte à cette adresse électronique, et être responsable ou rédacteur de l’équipe de votre ville (${city}) :

${link}

Vous pouvez répondre jusqu’à la clôture de l’appel : ${closes}`,
    }),
    "co-applicant-answered": ({ code, title, city, answer, link }) => ({
      subject: `${answer === "yes" ? "Candidature commune acceptée" : answer === "no" ? "Candidature commune déclinée" : "Candidature commune quittée"} : ${city}, ${code}`,
      body: `${city} ${answer === "yes" ? "participe à" : answer === "no" ? "ne participe pas à" : "ne participe plus à"} la candidature « ${title} » (${code}).

Ce que vous déposez nomme les villes qui participent à ce moment-là. Si vous avez déjà déposé, déposez de nouveau.

${link}`,
    }),
    "co-applicant-removed": ({ code, title, city, lead }) => ({
      subject: `Fin de la candidature commune : ${city}, ${code}`,
      body: `${lead} a retiré votre ville (${city}) de la candidature commune « ${title} » (${code}). Votre équipe ne peut plus la lire. Si vous pensez qu’il s’agit d’une erreur, parlez-en à vos collègues de l’autre ville (${lead}).`,
    }),
    "feedback-given": ({ code, title, cycle, closes, closesUtc, link }) => ({
      subject: `Retour sur votre candidature anticipée ${code}`,
      body: `Le secrétariat a lu votre candidature ${code}, « ${title} » (${cycle}), telle que vous l’avez déposée avant la date anticipée, et vous dit ce qui peut être amélioré.

Lisez-le ici :

${link}

Ce que vous avez déposé compte jusqu’au prochain dépôt. Vous pouvez modifier la candidature et déposer une autre version. Dernier délai : ${closes}
En UTC : ${closesUtc}`,
    }),
    "inquiry-asked": ({ code, title, cycle, question, until, untilUtc, link }) => ({
      subject: `Une question sur votre candidature ${code}`,
      body: `Le secrétariat a une question sur votre candidature ${code}, « ${title} » (${cycle}) :

${question}

Veuillez répondre au plus tard : ${until}
En UTC : ${untilUtc}

Répondez ici. Tout collègue qui peut modifier vos candidatures peut le faire :

${link}

Sans réponse dans le délai, votre candidature suit son cours telle que vous l’avez déposée.`,
    }),
    "inquiry-answered": ({ code, link }) => ({
      subject: `Réponse reçue : la question sur ${code}`,
      body: `Le candidat a répondu à la question sur ${code}. Lisez la réponse ici :

${link}`,
    }),
    "extension-proposed": ({ cycle, from, to, deadline, proposed, link }) => ({
      subject: `Interruption du portail avant une clôture : ${cycle}`,
      body: `Le portail a été inaccessible pendant un moment peu avant la clôture (${cycle}).

De : ${from}
À : ${to}
Clôture : ${deadline}

Il propose une nouvelle clôture, qui rend ce temps à toutes les villes :

${proposed}

Rien ne change tant que vous ne l’avez pas confirmé. La page est déjà remplie :

${link}`,
    }),
    "list-corrected": ({ cycle, awarded, others, reason, link }) => ({
      subject: `Le résultat a été corrigé : ${cycle}`,
      body: `La liste publiée de ${cycle} a une nouvelle version :

${link}

Motif indiqué : ${reason}${awarded ? `\n\nVos candidatures désormais sur la liste :\n\n${awarded}` : ""}${others ? `\n\nVos candidatures qui n’y figurent pas :\n\n${others}` : ""}`,
    }),
    "result-published": ({ cycle, awarded, others, link }) => ({
      subject: `Le résultat est public : ${cycle}`,
      body: `Le résultat est publié (${cycle}) :

${link}${awarded ? `\n\nVos candidatures qui figurent sur la liste :\n\n${awarded}` : ""}${others ? `\n\nVos candidatures qui n’y figurent pas :\n\n${others}` : ""}`,
    }),
    "proposal-made": ({ name, by, about, reason, link }) => ({
      subject: "Une deuxième personne est nécessaire",
      body: `Proposition de ${by} concernant ${name} : ${proposed[about] ?? about}.

Motif : ${reason}

Elle ne prend effet que si une deuxième personne la confirme. Lisez-la et décidez ici :

${link}`,
    }),
    "role-granted": ({ name, role, link }) => ({
      subject: "Vous avez un nouveau rôle",
      body: `Bonjour ${name},

C’est décidé : ${proposed[role] ?? role}. Vous avez été déconnecté et aurez ces nouveaux droits à votre prochaine connexion. Ils exigent un second facteur en plus du mot de passe ; il vous sera demandé d’en configurer un si vous n’en avez pas.

${link}`,
    }),
    "appraisal-released": ({ code, title, cycle, link }) => ({
      subject: `Comment votre candidature ${code} a été évaluée`,
      body: `Le résultat est public (${cycle}), et vous pouvez lire comment votre initiative ${code}, « ${title} », a été évaluée : les commentaires des évaluateurs, sans noms, et où se situent à peu près leurs notes.

${link}`,
    }),
    wave: (written) => written,
  },
  closing: "Kapok, le portail du prix\nCe courriel a été envoyé automatiquement.",
};
