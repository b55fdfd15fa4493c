import type { Messages } from '../../../platform/languages/catalogue.ts';
import type { MessageKey } from './en.ts';

export const fr: Messages<MessageKey> = {
  'messages.test.subject': 'Message d’essai du répertoire',
  'messages.test.body':
    'Ceci est un essai que vous avez demandé le {at, date, long} à {at, time, short} UTC. Si vous pouvez le lire, les messages du répertoire arrivent.',
  'participation.left.subject': 'Votre État a quitté l’annuaire',
  'participation.left.body':
    'Au nom de votre État, son autorité a quitté l’annuaire. Plus personne ne voit ses points de contact. Si ce n’est pas ce que souhaite votre État, son autorité peut revenir sur cette décision jusqu’au {until, date, long} à {until, time, short} UTC et tout retrouver en l’état. Ensuite, les consentements prennent fin et les points de contact sont supprimés.',
  'review.reminder.subject':
    '{count, plural, one {Un point de contact de votre État est à confirmer} many {# points de contact de votre État sont à confirmer} other {# points de contact de votre État sont à confirmer}}',
  'review.reminder.intro':
    'Veuillez indiquer si ce que le répertoire affiche {count, plural, one {d’un point de contact de votre État} many {de # points de contact de votre État} other {de # points de contact de votre État}} est toujours exact.',
  'review.reminder.due':
    'En retard : {overdue, number}. À confirmer dans les 7 jours : {inAWeek, number} ; dans les 30 jours : {inAMonth, number} ; dans les 60 jours : {inTwoMonths, number}. La première échéance est le {firstDue, date, long}.',
  'review.reminder.how':
    'Le lien montre ce qui figure actuellement dans le répertoire. Vous confirmez un point de contact ou tous d’un seul clic, et rien avant. Si quelque chose a changé, modifiez-le plutôt dans le répertoire : cela vaut confirmation. Rien n’est supprimé pour cause de retard ; les lecteurs voient le retard.',
  'review.reminder.until':
    'Le lien est destiné à la seule autorité de votre État. Il est valable jusqu’au {until, date, long}.',
  'review.reminder.action': 'Afficher et confirmer',
  'submission.entered.subject':
    'Des changements que votre État a communiqués par note verbale attendent votre accord',
  'submission.intro':
    'Le dépositaire du répertoire a saisi {acts, plural, one {un changement} many {# changements} other {# changements}} concernant les points de contact de votre État, comme votre État l’a demandé dans sa note verbale {reference}.',
  'submission.entered.how':
    'Veuillez examiner ce qui changerait, puis le confirmer ou le refuser dans le répertoire. Rien ne prend effet sans l’accord de l’autorité de votre État.',
  'submission.due':
    'Votre réponse est attendue jusqu’au {due, date, long} à {due, time, short} UTC. Sans elle, rien ne change.',
  'submission.reminder.subject':
    'Encore {days, plural, one {un jour} many {# jours} other {# jours}} : des changements que votre État a communiqués par note verbale attendent votre accord',
  'submission.confirmed.subject': 'Des changements communiqués par note verbale ont pris effet',
  'submission.confirmed.body':
    'Ce que demandait la note verbale {reference} a pris effet dans le répertoire : {acts, plural, one {un changement} many {# changements} other {# changements}}.',
  'submission.refused.subject': 'Des changements communiqués par note verbale ont été refusés',
  'submission.refused.body':
    'L’autorité de l’État a refusé ce qui avait été saisi pour la note verbale {reference}. Rien n’en a pris effet. Le motif figure dans le répertoire.',
  'submission.withdrawn.subject': 'Des changements saisis pour une note verbale ont été retirés',
  'submission.withdrawn.body':
    'Le dépositaire a retiré ce qu’il avait saisi pour la note verbale {reference}. Rien n’en a pris effet. Le motif figure dans le répertoire.',
  'submission.expired.subject': 'Des changements communiqués par note verbale n’ont pas pris effet',
  'submission.expired.body':
    'Personne n’a confirmé à temps ce qui avait été saisi pour la note verbale {reference}. Rien n’en a pris effet. L’État peut procéder lui-même aux changements ou renvoyer sa note.',
};
