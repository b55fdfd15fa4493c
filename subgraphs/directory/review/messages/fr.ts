import type { Messages } from '../../../../platform/languages/catalogue.ts';
import type { MessageKey } from './en.ts';

export const fr: Messages<MessageKey> = {
  product: 'Crosspoint',
  purpose:
    'Le répertoire mondial des points de contact pour la sécurité des technologies de l’information et des communications',
  languages: 'Langue',
  title: 'Ces points de contact sont-ils toujours exacts ?',
  intro:
    '{count, plural, one {Voici un point de contact pour {state}, tel qu’il figure actuellement dans le répertoire.} many {Voici # points de contact pour {state}, tels qu’ils figurent actuellement dans le répertoire.} other {Voici # points de contact pour {state}, tels qu’ils figurent actuellement dans le répertoire.}} Rien n’est confirmé avant que vous n’appuyiez sur un bouton.',
  due: 'À confirmer avant le {date, date, long}',
  overdue: 'En retard : devait être confirmé avant le {date, date, long}',
  one: 'Toujours exact',
  all: '{count, plural, one {Il est toujours exact} many {Les # sont toujours exacts} other {Les # sont toujours exacts}}',
  otherwise:
    'Quelque chose n’est plus exact ? Connectez-vous et modifiez-le dans le répertoire : cela vaut confirmation. Rien n’est supprimé pour cause de retard.',
  confirmed:
    '{count, plural, one {Un point de contact est confirmé.} many {# points de contact sont confirmés.} other {# points de contact sont confirmés.}}',
  nothingLeft: 'Il ne reste rien à confirmer ici. Merci.',
  changed: 'Quelque chose a changé depuis l’affichage ; rien n’a donc été confirmé. Voici l’état actuel.',
  stale: 'Le formulaire était incomplet ; rien n’a donc été confirmé. Veuillez réessayer.',
  later: 'Le répertoire ne répond pas pour le moment. Réessayez dans une minute.',
  'link.title': 'Ce lien ne peut pas être utilisé',
  'link.unknown': 'Ce lien n’existe pas. Vérifiez qu’il a été copié en entier.',
  'link.USED': 'Tout ce qu’il pouvait confirmer l’est déjà, ou ne figure plus dans le répertoire.',
  'link.EXPIRED':
    'Il n’est plus valable. Le prochain rappel en apportera un nouveau ; vous pouvez aussi vous connecter et confirmer dans le répertoire.',
  function: 'Fonction',
  'function.DIPLOMATIC': 'Diplomatique et politique',
  'function.TECHNICAL': 'Technique',
  'function.LEGAL': 'Juridique',
  'function.ASSISTANCE': 'Assistance et renforcement des capacités',
  kind: 'Nature',
  'kind.PERSON': 'Personne',
  'kind.OFFICE': 'Service',
  name: 'Nom',
  position: 'Titre ou poste',
  entity: 'Entité',
  webPage: 'Page web',
  email: 'Courriel',
  telephone: 'Téléphone',
  aroundTheClock: '{number} (jour et nuit)',
  spoken: 'Langues parlées',
  hours: 'Heures',
  allHours: 'Jour et nuit ({zone})',
  hoursOfDay: '{day}, de {from} à {to} ({zone})',
  key: 'Clé de chiffrement',
  keyUntil: '{fingerprint} (jusqu’au {date, date, long})',
  unofficial: '{text} (traduction anglaise non officielle)',
};
